package io.github.pmtatracking.feeder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What of one batch the API has not taken yet, upload by upload. Only the head is ever posted; it
 * leaves when it was taken or set aside, or gives way to its halves. Nothing of this is written
 * anywhere: a batch that is taken over begins anew, with the same ids. Used by one thread at a
 * time.
 */
public final class Uploads {
  private final Deque<Upload> waiting = new ArrayDeque<>();
  private final List<DeadLetter> bad;
  private final int gzipLevel;

  private Uploads(List<DeadLetter> bad, int gzipLevel) {
    this.bad = new ArrayList<>(bad);
    this.gzipLevel = gzipLevel;
  }

  /**
   * Splits a batch into uploads of at most {@code maxBytes} before compression.
   *
   * @param bad entries of the batch that are to be set aside in the end
   */
  static Uploads of(EventBatch batch, List<DeadLetter> bad, int maxBytes, int gzipLevel) {
    Uploads uploads = new Uploads(bad, gzipLevel);
    int from = 0;
    for (int to = 1; to <= batch.size(); to++) {
      if (to == batch.size() || batch.length(from, to + 1) > maxBytes) {
        uploads.waiting.add(new Upload(batch, from, to));
        from = to;
      }
    }
    return uploads;
  }

  /** Whether something is still to be posted. */
  public boolean isOpen() {
    return !waiting.isEmpty();
  }

  /** The compressed body of the next POST. Throws when nothing is to be posted. */
  public byte[] gzip() {
    return head().gzip(gzipLevel);
  }

  Upload head() {
    return waiting.getFirst();
  }

  /** What is to be set aside when the last upload is done with. */
  List<DeadLetter> bad() {
    return bad;
  }

  /** Whether the head is all that is left. */
  boolean isAtLast() {
    return waiting.size() == 1;
  }

  /** The head is done with: taken, or set aside. */
  void removeHead() {
    waiting.removeFirst();
  }

  /** The head, which has two events at least, is to be posted in two halves. */
  void halveHead() {
    Upload head = waiting.removeFirst();
    waiting.addFirst(head.secondHalf());
    waiting.addFirst(head.firstHalf());
  }
}
