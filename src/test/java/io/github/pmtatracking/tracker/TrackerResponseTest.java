package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerResponseTest {

  @Test
  void thePixelIsATransparentGifOfOnePixel() throws Exception {
    TrackerResponse pixel = TrackerResponse.pixel();
    var image = ImageIO.read(new ByteArrayInputStream(pixel.body()));

    assertEquals("image/gif", pixel.contentType());
    assertTrue(new String(pixel.body(), ISO_8859_1).startsWith("GIF89a"));
    assertEquals(1, image.getWidth());
    assertEquals(1, image.getHeight());
    assertEquals(0, image.getRGB(0, 0) >>> 24);
  }

  @Test
  void anErrorIsOneLineThatIsNotCached() {
    TrackerResponse error = TrackerResponse.error(404, "No such page");

    assertEquals(404, error.status());
    assertEquals("No such page\n", new String(error.body(), UTF_8));
    assertEquals("no-store", error.cacheControl());
  }

  @ParameterizedTest
  @ValueSource(chars = {'\r', '\n', 0, 0x1b, 0x7f})
  void noTextOfAHeaderMayHaveAControlCharacter(char c) {
    assertThrows(
        IllegalArgumentException.class, () -> TrackerResponse.redirect("http://x/" + c + "a"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrackerResponse(200, "text/plain" + c, new byte[0], null, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrackerResponse(200, "text/plain", new byte[0], null, c + "no-store"));
  }
}
