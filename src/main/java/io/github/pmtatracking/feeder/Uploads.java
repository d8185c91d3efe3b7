package io.github.pmtatracking.feeder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of one batch the API has not taken yet, upload by upload. Only the head is ever posted; it
 * leaves when it was taken or refused, or gives way to its halves. What was refused is bad only
 * once the API has taken another event, or is done with all; until then it may be posted again.
 * Nothing of this is written anywhere: a batch that is taken over begins anew, with the same ids.
 * Used by one thread at a time.
 */
public final class Uploads {
  private final Deque<Upload> waiting;
  private final List<DeadLetter> bad;
  private final List<Refused> refused = new ArrayList<>();

  /** Samples that were refused while the API was in doubt; they come last. */
  private final List<Upload> tried = new ArrayList<>();

  /** An event that was refused alone, and what it becomes if that was rightly so. */
  private record Refused(Upload event, DeadLetter letter) {}

  /**
   * @param uploads those of the batch, in their order
   * @param bad entries of the batch that are to be set aside in the end
   */
  Uploads(List<Upload> uploads, List<DeadLetter> bad) {
    this.waiting = new ArrayDeque<>(uploads);
    this.bad = new ArrayList<>(bad);
  }

  /** Whether something is still to be posted. */
  public boolean isOpen() {
    return !waiting.isEmpty();
  }

  /** The compressed body of the next POST. Throws when nothing is to be posted. */
  public byte[] gzip() {
    return head().gzip();
  }

  Upload head() {
    return waiting.getFirst();
  }

  /** What is to be set aside when the last upload is done with. */
  List<DeadLetter> toBeSetAside() {
    List<DeadLetter> letters = new ArrayList<>(bad);
    letters.addAll(inDoubt());
    return letters;
  }

  /** Those of them that the API refused since it took an event of this batch. */
  List<DeadLetter> inDoubt() {
    List<DeadLetter> letters = new ArrayList<>();
    refused.forEach(one -> letters.add(one.letter()));
    return letters;
  }

  /** Whether the head is all that is left. */
  boolean isAtLast() {
    return waiting.size() + tried.size() == 1;
  }

  /** The API took the head, so it refused rightly what it refused before. */
  void headTaken() {
    refused.forEach(one -> bad.add(one.letter()));
    refused.clear();
    removeHead();
  }

  /** The API refused the head, which is one event. */
  void headRefused(DeadLetter letter) {
    refused.add(new Refused(head(), letter));
    removeHead();
  }

  /**
   * Perhaps it is not the events: what was refused since the API took one is to be posted again,
   * after another sample. A head of one event was a sample and comes last now.
   */
  void doubt() {
    if (head().size() == 1) {
      tried.add(waiting.removeFirst());
    }
    for (int i = refused.size() - 1; i >= 0; i--) {
      waiting.addFirst(refused.get(i).event());
    }
    refused.clear();
    sample();
  }

  /** The last event comes next, alone. */
  void sample() {
    refill();
    Upload last = waiting.removeLast();
    if (last.size() > 1) {
      waiting.addLast(last.allButTheLast());
      last = last.theLast();
    }
    waiting.addFirst(last);
  }

  /**
   * Some events of the head are not to be posted any more.
   *
   * @param rest the others, or null when there is none
   * @param letters what they become when the batch is done
   */
  void headWithout(@Nullable Upload rest, List<DeadLetter> letters) {
    bad.addAll(letters);
    waiting.removeFirst();
    if (rest != null) {
      waiting.addFirst(rest);
    }
    refill();
  }

  private void removeHead() {
    waiting.removeFirst();
    refill();
  }

  private void refill() {
    if (waiting.isEmpty()) {
      waiting.addAll(tried);
      tried.clear();
    }
  }

  /** The head, which has two events at least, is to be posted in two halves. */
  void halveHead() {
    Upload head = waiting.removeFirst();
    waiting.addFirst(head.secondHalf());
    waiting.addFirst(head.firstHalf());
  }
}
