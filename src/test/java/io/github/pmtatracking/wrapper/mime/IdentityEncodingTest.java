package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IdentityEncodingTest extends SplicedContent {
  @Property(tries = 500)
  void everyEditIsInTheContent(@ForAll("cases") Case edit) throws Exception {
    assertArrayEquals(edit.edited(), write(new IdentityEncoding(), edit.content(), edit.splices()));
  }
}
