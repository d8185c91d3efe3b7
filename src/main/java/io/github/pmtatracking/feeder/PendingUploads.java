package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.NdjsonUpload.Origin;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of one batch the API has not taken yet, upload by upload. Only the head is ever posted; it
 * leaves when it was taken or refused, or gives way to its halves. What was refused is bad only
 * once the API has taken another event, or is done with all; until then it may be posted again.
 * Nothing of this is written anywhere: a batch that is taken over begins anew, with the same ids.
 * Used by one thread at a time.
 */
public final class PendingUploads {
  /** A prime, so that samples are spread over the batch. */
  private static final int SAMPLE_STEP = 7_919;

  private final Deque<NdjsonUpload> waiting;
  private final List<DeadLetter> bad;
  private final List<Refused> refused = new ArrayList<>();

  /** Samples that were refused while the API was in doubt; they come last. */
  private final List<NdjsonUpload> tried = new ArrayList<>();

  private final @Nullable QueueSample queue;

  /** An event of the queue that stands at the head and is none of the batch, or null. */
  private QueueSample.@Nullable Sample foreign;

  private boolean begun;
  private boolean sampled;

  /** Most events of the next POST: half of what was refused, twice what was taken. */
  private int most = Integer.MAX_VALUE;

  private int steps;

  /** An event that was refused alone, and what it becomes if that was rightly so. */
  private record Refused(NdjsonUpload event, DeadLetter letter) {}

  /**
   * @param uploads those of the batch, in their order
   * @param bad entries of the batch that are to be set aside in the end
   */
  PendingUploads(List<NdjsonUpload> uploads, List<DeadLetter> bad) {
    this(uploads, bad, null);
  }

  /**
   * @param queue where events for samples come from, or null
   */
  PendingUploads(List<NdjsonUpload> uploads, List<DeadLetter> bad, @Nullable QueueSample queue) {
    this.waiting = new ArrayDeque<>(uploads);
    this.bad = new ArrayList<>(bad);
    this.queue = queue;
  }

  /** Whether something is still to be posted. */
  public boolean isOpen() {
    return !waiting.isEmpty();
  }

  /** The compressed body of the next POST. Throws when nothing is to be posted. */
  public byte[] gzip() {
    return head().gzip();
  }

  NdjsonUpload head() {
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

  /** Whether the head is an event of the queue, posted as a sample only. */
  boolean isForeign() {
    return foreign != null;
  }

  /** Whether something of the batch is decided already, which would be done again by others. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether the head is all that is left. */
  boolean isAtLast() {
    return waiting.size() + tried.size() == 1;
  }

  /**
   * The API took the head, so it refused rightly what it refused before.
   *
   * @return whether the head was a sample
   */
  boolean headTaken() {
    most = (int) Math.min(Integer.MAX_VALUE, 2L * Math.max(most, head().size()));
    begun |= foreign == null || !refused.isEmpty();
    boolean wasSample = sampled;
    sampled = false;
    refused.forEach(one -> bad.add(one.letter()));
    refused.clear();
    if (queue != null && foreign != null) {
      queue.taken(foreign);
    }
    foreign = null;
    removeHead();
    return wasSample;
  }

  /**
   * The API refused the head, which is an event of the queue, or it is not to be posted any more:
   * one of the batch comes next.
   */
  void foreignRefused() {
    if (queue != null && foreign != null) {
      queue.refused(foreign);
    }
    foreign = null;
    removeHead();
    sampleOwn();
  }

  /** The API refused the head, which is one event. */
  void headRefused(DeadLetter letter) {
    refused.add(new Refused(head(), letter));
    removeHead();
  }

  /**
   * Perhaps it is not the events: what was refused since the API took one is to be posted again,
   * after another sample. A head of one event was a sample and comes last now.
   *
   * @param released whether the batch is left to others, so that nothing of the queue is taken for
   *     it
   */
  void doubt(boolean released) {
    if (head().size() == 1) {
      tried.add(waiting.removeFirst());
    }
    for (int i = refused.size() - 1; i >= 0; i--) {
      waiting.addFirst(refused.get(i).event());
    }
    refused.clear();
    if (released) {
      sampleOwn();
    } else {
      sample();
    }
  }

  /** An event from elsewhere comes next, alone: the queue's newest, or the last of the batch. */
  void sample() {
    refill();
    sampled = true;
    foreign = queue == null ? null : queue.take();
    if (foreign != null) {
      waiting.addFirst(foreign.upload());
    } else {
      sampleOwn();
    }
  }

  /**
   * Begins with a sample, as the API is in doubt.
   *
   * @param looks how often it was looked in vain; each look takes another event
   */
  void beginWithSample(int looks) {
    if (isOpen()) {
      steps = looks;
      sample();
    }
  }

  /** The last event comes next, alone; or another one, as many steps before it as are wanted. */
  private void sampleOwn() {
    refill();
    NdjsonUpload last = waiting.removeLast();
    if (last.size() > 1) {
      int place = Math.floorMod(last.size() - 1 - steps * SAMPLE_STEP, last.size());
      NdjsonUpload one = last.part(place, place + 1);
      if (place > 0) {
        waiting.addLast(last.part(0, place));
      }
      if (place + 1 < last.size()) {
        waiting.addLast(last.part(place + 1, last.size()));
      }
      last = one;
    }
    steps = 0;
    waiting.addFirst(last);
  }

  /**
   * Some events of the head are not to be posted any more.
   *
   * @param rest the others, or null when there is none
   * @param letters what they become when the batch is done
   */
  void headWithout(@Nullable NdjsonUpload rest, List<DeadLetter> letters) {
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
    if (isOpen() && head().size() > most) {
      // A batch of which nearly all is bad is not halved all the way for each event.
      cutHead();
    }
  }

  /**
   * In the middle, again and again, and not at once where the head ends: each cut compresses anew
   * what it cuts, and an event would otherwise be compressed for each one before it.
   */
  private void cutHead() {
    while (head().size() > most) {
      NdjsonUpload head = waiting.removeFirst();
      int middle = ((head.size() - 1) / most + 1) / 2 * most;
      waiting.addFirst(head.part(middle, head.size()));
      waiting.addFirst(head.part(0, middle));
    }
  }

  private void refill() {
    if (waiting.isEmpty()) {
      waiting.addAll(tried);
      tried.clear();
    }
  }

  /**
   * The head, which has two events at least, is to be posted in two parts: those whose messages
   * have a record before those that anybody may have forged, otherwise halves.
   */
  void halveHead() {
    NdjsonUpload head = waiting.removeFirst();
    if (head.isMixed()) {
      waiting.addFirst(Objects.requireNonNull(head.only(origin -> !origin.known())));
      waiting.addFirst(Objects.requireNonNull(head.only(Origin::known)));
      return;
    }
    most = head.size() / 2;
    waiting.addFirst(head.secondHalf());
    waiting.addFirst(head.firstHalf());
  }
}
