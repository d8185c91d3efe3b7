package io.github.pmtatracking.flow;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.AnswerBinding;
import io.github.pmtatracking.tracker.Tracker;
import java.time.Clock;
import java.util.List;

/** Answers readers and queues their events: {@code routes/tracker.camel.yaml}. */
public final class TrackerFlow implements Flow {

  @Override
  public String name() {
    return "tracker";
  }

  @Override
  public List<String> routes() {
    return List.of("tracker");
  }

  @Override
  public void bind(Beans beans) {
    Settings settings = beans.settings();
    Tracker tracker = new Tracker(settings, beans.redis().queue(), Clock.systemUTC());
    beans.onClose(tracker);
    beans.bind("trackerListener", TrackerListener.of(settings));
    beans.bind("httpManners", tracker.manners());
    beans.bind("readerBinding", new AnswerBinding());
    beans.bind("visits", tracker.visits());
    beans.bind("visitLog", tracker.log());
    beans.bind("eventQueue", tracker.queue());
    beans.plumbing(new TrackerPlumbing(tracker, settings));
  }
}
