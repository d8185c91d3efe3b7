package io.github.pmtatracking.lettuce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LuaScriptIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final LuaScript script =
      LuaScript.load(LuaScriptIT.class, "echo", ScriptOutputType.MULTI);

  @Test
  void aRedisThatDoesNotKnowTheScriptGetsItWhole() throws Exception {
    REDIS.commands().scriptFlush().get();
    assertEquals(List.of("key", "value"), run(script));
    assertEquals(List.of("key", "value"), run(script), "by its digest");

    String calls = REDIS.commands().info("commandstats").get();

    assertTrue(calls.contains("cmdstat_eval:calls=1,"), calls);
  }

  @Test
  void aRedisThatHasForgottenTheScriptGetsItAgain() throws Exception {
    assertEquals(List.of("key", "value"), run(script));
    REDIS.commands().scriptFlush().get();
    assertEquals(List.of("key", "value"), run(script));
  }

  @Test
  void anErrorOfTheScriptIsReported() {
    LuaScript failing = LuaScript.load(LuaScriptIT.class, "fail", ScriptOutputType.STATUS);

    RedisException thrown = assertThrows(RedisException.class, () -> run(failing));

    assertTrue(thrown.getMessage().contains("this script fails"), thrown.getMessage());
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> LuaScript.load(LuaScriptIT.class, "none", ScriptOutputType.STATUS));

    assertTrue(thrown.getMessage().contains("none.lua"), thrown.getMessage());
  }

  private static List<String> run(LuaScript script) {
    List<byte[]> reply =
        script.run(
            REDIS.connections().queue(),
            TIMEOUT,
            new byte[][] {"key".getBytes(UTF_8)},
            "value".getBytes(UTF_8));
    return reply.stream().map(part -> new String(part, UTF_8)).toList();
  }
}
