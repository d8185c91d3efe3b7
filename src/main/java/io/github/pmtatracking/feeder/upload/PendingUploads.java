package io.github.pmtatracking.feeder.upload;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.upload.NdjsonUpload.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of one batch that the API has not accepted yet. Only the first one, the head, is ever
 * posted. It leaves when it is accepted or refused, or its parts replace it. A refused event is bad
 * only once the API has accepted another event, or nothing is left to post; until then it may be
 * posted again. Nothing of this is stored: a batch that is taken over starts anew, with the same
 * ids. Used by one thread at a time.
 */
public final class PendingUploads {
  /** A prime number, so that the probes are spread over the batch. */
  private static final int PROBE_STEP = 7_919;

  private final Deque<NdjsonUpload> waiting;
  private final List<DeadLetter> bad;
  private final List<Refused> refused = new ArrayList<>();

  /** Probes that were refused while the API was suspected; they are posted last. */
  private final List<NdjsonUpload> probed = new ArrayList<>();

  private final @Nullable QueueProbe queue;

  /** The head is this event of the queue, which is not part of the batch; or null. */
  private QueueProbe.@Nullable Probe queueProbe;

  private boolean partlyDone;
  private boolean probing;

  /** Most events of the next POST: half of the last refused one, twice the last accepted one. */
  private int maxEvents = Integer.MAX_VALUE;

  private int probeSteps;

  /** An event that was refused alone, and its dead letter if the API is right. */
  private record Refused(NdjsonUpload event, DeadLetter letter) {}

  /**
   * @param uploads those of the batch, in order
   * @param bad dead letters of the batch, written when nothing is left to post
   */
  public PendingUploads(List<NdjsonUpload> uploads, List<DeadLetter> bad) {
    this(uploads, bad, null);
  }

  /**
   * @param queue source of the probes; null: only events of the batch are probes
   */
  public PendingUploads(
      List<NdjsonUpload> uploads, List<DeadLetter> bad, @Nullable QueueProbe queue) {
    this.waiting = new ArrayDeque<>(uploads);
    this.bad = new ArrayList<>(bad);
    this.queue = queue;
  }

  /** Whether something is left to post. */
  public boolean isOpen() {
    return !waiting.isEmpty();
  }

  /** The compressed body of the next POST. Throws when nothing is left to post. */
  public byte[] gzip() {
    return head().gzip();
  }

  /** The upload of the next POST. Throws when nothing is left to post. */
  public NdjsonUpload head() {
    return waiting.getFirst();
  }

  /** The dead letters to write when the last upload leaves. */
  public List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>(bad);
    letters.addAll(unconfirmed());
    return letters;
  }

  /** Those of them that the API refused since it last accepted an event of this batch. */
  public List<DeadLetter> unconfirmed() {
    List<DeadLetter> letters = new ArrayList<>();
    refused.forEach(one -> letters.add(one.letter()));
    return letters;
  }

  /** Whether the head is an event of the queue, posted as a probe only. */
  public boolean isQueueProbe() {
    return queueProbe != null;
  }

  /** Whether a part of the batch is done, which another feeder would repeat. */
  public boolean isPartlyDone() {
    return partlyDone;
  }

  /** Whether the head is the last upload. */
  public boolean isLast() {
    return waiting.size() + probed.size() == 1;
  }

  /**
   * The API accepted the head, so it was right to refuse other events before.
   *
   * @return whether the head was a probe
   */
  public boolean headAccepted() {
    maxEvents = (int) Math.min(Integer.MAX_VALUE, 2L * Math.max(maxEvents, head().size()));
    partlyDone |= queueProbe == null || !refused.isEmpty();
    boolean wasProbe = probing;
    probing = false;
    refused.forEach(one -> bad.add(one.letter()));
    refused.clear();
    if (queue != null && queueProbe != null) {
      queue.accepted(queueProbe);
    }
    queueProbe = null;
    removeHead();
    return wasProbe;
  }

  /**
   * The API refused the head, an event of the queue, or it is too old now. An event of the batch is
   * the next probe.
   */
  public void queueProbeRefused() {
    if (queue != null && queueProbe != null) {
      queue.refused(queueProbe);
    }
    queueProbe = null;
    removeHead();
    probeOwn();
  }

  /** The API refused the head, which is one event. */
  public void headRefused(DeadLetter letter) {
    refused.add(new Refused(head(), letter));
    removeHead();
  }

  /**
   * Perhaps the API refuses every event: the events that it refused since it last accepted one are
   * posted again, after another probe. A head of one event was a probe; it is posted last now.
   *
   * @param released whether the batch is released; then no event of the queue is reserved for it
   */
  public void suspectApi(boolean released) {
    if (head().size() == 1) {
      probed.add(waiting.removeFirst());
    }
    for (int i = refused.size() - 1; i >= 0; i--) {
      waiting.addFirst(refused.get(i).event());
    }
    refused.clear();
    if (released) {
      probeOwn();
    } else {
      probe();
    }
  }

  /**
   * Posts an event from elsewhere next, alone: the newest of the queue, or the last of the batch.
   */
  public void probe() {
    refill();
    probing = true;
    queueProbe = queue == null ? null : queue.take();
    if (queueProbe != null) {
      waiting.addFirst(queueProbe.upload());
    } else {
      probeOwn();
    }
  }

  /**
   * Posts a probe first, because the API is suspected.
   *
   * @param attempts number of failed attempts; each one probes another event
   */
  public void startWithProbe(int attempts) {
    if (isOpen()) {
      probeSteps = attempts;
      probe();
    }
  }

  /** Posts the last event next, alone; or one that lies some steps before it. */
  private void probeOwn() {
    refill();
    NdjsonUpload last = waiting.removeLast();
    if (last.size() > 1) {
      int place = Math.floorMod(last.size() - 1 - probeSteps * PROBE_STEP, last.size());
      NdjsonUpload one = last.part(place, place + 1);
      if (place > 0) {
        waiting.addLast(last.part(0, place));
      }
      if (place + 1 < last.size()) {
        waiting.addLast(last.part(place + 1, last.size()));
      }
      last = one;
    }
    probeSteps = 0;
    waiting.addFirst(last);
  }

  /**
   * Some events of the head are not posted any more.
   *
   * @param rest the others, or null when there are none
   * @param letters the dead letters of the events that leave
   */
  public void replaceHead(@Nullable NdjsonUpload rest, List<DeadLetter> letters) {
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
    if (isOpen() && head().size() > maxEvents) {
      // Without this, a batch of bad events would be halved from its full size for each event.
      cutHead();
    }
  }

  /**
   * Cuts in the middle until the head is small enough. Cutting at the end of the head at once would
   * compress the rest again for each head.
   */
  private void cutHead() {
    while (head().size() > maxEvents) {
      NdjsonUpload head = waiting.removeFirst();
      int middle = ((head.size() - 1) / maxEvents + 1) / 2 * maxEvents;
      waiting.addFirst(head.part(middle, head.size()));
      waiting.addFirst(head.part(0, middle));
    }
  }

  private void refill() {
    if (waiting.isEmpty()) {
      waiting.addAll(probed);
      probed.clear();
    }
  }

  /**
   * Posts the head, which has at least two events, in two parts: first the events whose messages
   * have a record, then those that anybody can have forged; or else two halves.
   */
  public void splitHead() {
    NdjsonUpload head = waiting.removeFirst();
    if (head.isMixed()) {
      waiting.addFirst(Objects.requireNonNull(head.filter(origin -> !origin.hasRecord())));
      waiting.addFirst(Objects.requireNonNull(head.filter(Origin::hasRecord)));
      return;
    }
    maxEvents = head.size() / 2;
    waiting.addFirst(head.secondHalf());
    waiting.addFirst(head.firstHalf());
  }
}
