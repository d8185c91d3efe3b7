package io.github.pmtatracking.accounting;

import io.github.pmtatracking.accounting.route.AccountingFlow;
import io.github.pmtatracking.logging.LogConfiguration;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import java.util.List;
import java.util.Map;

/** acct_etl as a process of its own, its settings from the environment. */
public final class AccountingProcess {
  private AccountingProcess() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.load(null, System.getenv(), Map.of());
    int code;
    try (LogConfiguration log = LogConfiguration.start(settings, null);
        FlowProcess process =
            new FlowProcess(settings, List.of(new AccountingFlow()), null, null)) {
      code = process.run();
    }
    System.exit(code);
  }
}
