package io.github.pmtatracking.command;

import io.github.pmtatracking.link.LinkTool;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code linktool encode} and {@code linktool decode}, with the original's flags and output. Exit
 * code 2 for usage, 1 for a link or tracking URL that is refused. Starts neither Camel nor the log.
 */
@Command(
    name = "linktool",
    description = "Makes a tracking link, or shows what one says",
    subcommands = {LinkToolCommand.Encode.class, LinkToolCommand.Decode.class})
final class LinkToolCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    CommandSpec command = present(spec);
    throw new ParameterException(command.commandLine(), "Missing command: encode or decode");
  }

  private static CommandSpec present(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("made by picocli only");
    }
    return spec;
  }

  @Command(name = "encode", description = "Prints the URL of a tracking link")
  static final class Encode implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = {"-tracking_url", "--tracking_url"},
        paramLabel = "URL",
        defaultValue = "http://localhost:8888",
        description = "URL of your tracking service endpoint (default: ${DEFAULT-VALUE})")
    private String trackingUrl = "";

    @Option(
        names = {"-action", "--action"},
        paramLabel = "open|initial_open|click",
        defaultValue = "open",
        description = "What the link stands for (default: ${DEFAULT-VALUE})")
    private String action = "";

    @Option(
        names = {"-message_id", "--message_id"},
        paramLabel = "ID",
        defaultValue = "0000123456789abcdef0",
        description = "Id of the message (default: ${DEFAULT-VALUE})")
    private String messageId = "";

    @Option(
        names = {"-rcpt_to", "--rcpt_to"},
        paramLabel = "ADDRESS",
        defaultValue = "any@example.com",
        description = "Recipient of the message (default: ${DEFAULT-VALUE})")
    private String recipient = "";

    @Option(
        names = {"-target_link_url", "--target_link_url"},
        paramLabel = "URL",
        defaultValue = "https://example.com",
        description = "Where a click leads to (default: ${DEFAULT-VALUE})")
    private String targetUrl = "";

    @Mixin private HelpOption help = new HelpOption();

    @Override
    public Integer call() {
      PrintWriter out = present(spec).commandLine().getOut();
      try {
        out.println(new LinkTool().encode(trackingUrl, action, messageId, recipient, targetUrl));
        return 0;
      } catch (IllegalArgumentException refused) {
        present(spec).commandLine().getErr().println("linktool: " + refused.getMessage());
        return 1;
      }
    }
  }

  @Command(name = "decode", description = "Shows what a tracking link says")
  static final class Decode implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "The link")
    private String url = "";

    @Mixin private HelpOption help = new HelpOption();

    @Override
    public Integer call() {
      LinkTool.Finding finding = new LinkTool().decode(url);
      PrintWriter out = present(spec).commandLine().getOut();
      String reason = finding.reason();
      if (reason != null) {
        PrintWriter err = present(spec).commandLine().getErr();
        err.println("linktool: no tracking link: " + reason);
        err.flush();
      }
      out.print(finding.text());
      out.flush();
      return reason == null ? 0 : 1;
    }
  }
}
