package io.github.pmtatracking.wrapper;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Mails that are made to take much time or memory, each of a size that is asked for.
 *
 * @param name what is in it
 * @param maker makes one of about so many bytes
 */
record HostileMail(String name, IntFunction<byte[]> maker) {
  /** How much shorter than the mail a field has to be, since longer ones are not read. */
  private static final int SHORTER = 8;

  private static final String QP = "Content-Transfer-Encoding: quoted-printable\r\n";
  private static final String BASE64 = "Content-Transfer-Encoding: base64\r\n";

  byte[] ofSize(int bytes) {
    return maker.apply(bytes);
  }

  @Override
  public String toString() {
    return name;
  }

  static List<HostileMail> all() {
    List<HostileMail> mails = new ArrayList<>();
    markup(mails);
    links(mails);
    headers(mails);
    parts(mails);
    quotedPrintable(mails);
    otherEncodings(mails);
    return mails;
  }

  private static void markup(List<HostileMail> mails) {
    for (String piece :
        List.of(
            "<",
            "<a ",
            "<a href",
            "<a href=",
            "<a href=\"",
            "<!--",
            "<!--x--",
            "<!-",
            "<![CDATA[",
            "<!--[if mso]>",
            "<!--[if mso]><![endif]-->",
            "<!--[if x]><!--[if y]>",
            "</",
            "</a",
            "<?",
            "<body>",
            "</body>",
            "<html></html>",
            "<body><html>",
            "<head></head>",
            "<meta>",
            "<script><!--",
            "<script><!--<script>",
            "<script></scrip",
            "<style>",
            "<style></style",
            "<title></titl",
            "<textarea>",
            "<plaintext>",
            "<svg><style>",
            "\u001b$B\u001b(B",
            "{{",
            "<x y=z ",
            "<p>text\r\n",
            " \t\r\n",
            "-->",
            "--!>",
            "</title",
            "<base>",
            "<base href=",
            "<base href=ftp://x/>",
            "<base href=http://b.com/>",
            "<amp-img src=x>")) {
      mails.add(html("all of " + piece.strip(), "", piece));
      mails.add(html("<body> and then all of " + piece.strip(), "<body>", piece));
    }
    for (String open : List.of("<title>", "<style>", "<script>", "<textarea>", "<xmp>", "<!--")) {
      mails.add(html(open + " unclosed with tags in it", open, "<a href=http://a></styl <!"));
    }
    mails.add(html("a name as long as the mail", "<", "Na"));
    mails.add(html("attributes", "<a ", "b=c "));
    mails.add(html("attributes of the same name", "<a ", "href=x "));
    mails.add(html("an attribute without quotes", "<a href=http://a/", "&amp;x"));
    mails.add(html("a huge link", "<a href=\"http://a/", "/x{{"));
    mails.add(html("entities", "<a href=\"http://a/?", "&copy"));
    mails.add(html("numeric entities", "<a href=\"http://a/?", "&#x41"));
    mails.add(html("ampersands", "<a href=\"http://a/?", "&"));
    mails.add(html("a long entity", "<a href=\"http://a/?&", "a"));
    mails.add(html("white space in a link", "<a href=\"", " \r\n"));
    mails.add(html("an attribute for us", "<a href=http://a data-msys-linkname=\"", "n&"));
    mails.add(html("white space before an attribute", "<a href=http://a", " \t"));
  }

  private static void links(List<HostileMail> mails) {
    for (String piece :
        List.of(
            "<a href=http://a>",
            "<a href=\"http://a\">x</a>\r\n",
            "<area href=http://a>",
            "<v:x href='http://a'>",
            "<a href=x>",
            "<a href=#x>",
            "<a href=mailto:x>",
            "<a href=http://a data-msys-clicktrack=0>",
            "<a data-msys-linkname=x href=http://a>",
            "<a href=http://track.example.net/t/>",
            "<!--[if mso]><a href=http://a><![endif]-->",
            "<a href=http://a/{{x}}>",
            "<a href=http://\u00e4>",
            "<a href=&#104;ttp://a>")) {
      mails.add(html("links: " + piece.strip(), "", piece));
    }
    for (String link : List.of("x", "?x", "#x", "../x", "./x", "/x", "//x", "../../../../x")) {
      for (String path : List.of("d", "d/", "../", "./", "/")) {
        mails.add(
            new HostileMail(
                "a base of many " + path + " and links to " + link,
                n -> base(path.repeat(n / 2 / path.length()), link, n / 2)));
      }
      mails.add(
          new HostileMail(
              "a base of four kilobytes and links to " + link,
              n -> base("d/".repeat(2_000), link, n)));
    }
    mails.add(html("deep links", "<base href=http://b.com/a/b/c/><a href=\"", "../"));
    mails.add(html("bases and links", "", "<base href=\"http://h/\"><a href=x>"));
  }

  private static byte[] base(String path, String link, int bytes) {
    String tag = "<a href=" + link + ">";
    return mail(
        "", "<base href=\"http://h/" + path + "/\">" + tag.repeat(bytes / tag.length() / 4 + 1));
  }

  private static void headers(List<HostileMail> mails) {
    for (String piece :
        List.of(
            "a:\r\n",
            "Subject: x\r\n y\r\n",
            "X-Sp-Message-Id:\r\n",
            "X-Sp-Message-Id: x\r\n",
            "DKIM-Signature: d=a\r\n",
            "DKIM-Signature:\r\n",
            "Content-Type: text/html\r\n",
            "Content-Disposition: inline\r\n",
            "Content-Transfer-Encoding: 8bit\r\n")) {
      mails.add(fields("fields: " + piece.strip(), "", piece, ""));
    }
    mails.add(fields("folds", "Subject: x\r\n", " \r\n", ""));
    mails.add(fields("a name of a field", "", "n", ": x\r\n"));
    mails.add(fields("a name with blanks", "n", " ", ": x\r\n"));
    mails.add(value("an id", "X-Sp-Message-Id: ", "i"));
    mails.add(value("a signature", "DKIM-Signature: ", ";d "));
    mails.add(value("blanks in a signature", "DKIM-Signature: ", "; \t"));
    for (String piece :
        List.of("; a=b", ";", "(", "()", "(\\", "\"", "; a*0=b", "; x*y*0=b; x*1=c", "/", "=")) {
      mails.add(fields("in a type: " + piece, "Content-Type: text/html", piece, "\r\n"));
      mails.add(value("in a shorter type: " + piece, "Content-Type: text/html", piece));
    }
    mails.add(
        new HostileMail(
            "numbered parameters", n -> lines(numbered(n / SHORTER), "", "<a href=http://a>")));
    mails.add(
        new HostileMail(
            "parts with many numbered parameters",
            n ->
                lines(
                    "Content-Type: multipart/mixed; boundary=b",
                    "",
                    ("--b\r\n" + numbered(32_000) + "\r\n\r\nx\r\n").repeat(n / 32_000 + 1))));
  }

  /** {@code a*1*0} was once taken for the beginning of {@code a}, as were all its brothers. */
  private static String numbered(int bytes) {
    StringBuilder type = new StringBuilder("Content-Type: text/html");
    for (int i = 0; type.length() < bytes; i++) {
      type.append(";\r\n a*").append(i).append("=x; a*").append(i).append("*0=y");
    }
    return type.toString();
  }

  private static void parts(List<HostileMail> mails) {
    String multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (String piece :
        List.of(
            "--b\r\nContent-Type: text/html\r\n\r\nx\r\n",
            "--b\r\n",
            "--b\r\n\r\n",
            "--b",
            "--",
            "--b--\r\n",
            "--b \t\r\n",
            "--bb\r\n",
            "-",
            "\r\n",
            "--b\r\nContent-Type: text/html\r\n\r\n" + "<a href=http://a>\r\n",
            "--b\r\nContent-Type: text/html; charset=x-none\r\n\r\n" + "x\r\n",
            "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")) {
      mails.add(
          new HostileMail(
              "parts: " + piece.strip(),
              n -> Mail.bytes(multipart + piece.repeat(n / piece.length() + 1))));
    }
    mails.add(new HostileMail("parts within parts", HostileMail::nested));
    mails.add(
        new HostileMail(
            "a boundary as long as a header may be",
            n ->
                Mail.bytes(
                    "Content-Type: multipart/mixed; boundary="
                        + "b".repeat(60_000)
                        + "\r\n\r\n"
                        + ("--" + "b".repeat(59_000) + "\r\n").repeat(n / 59_000 + 1))));
    mails.add(new HostileMail("AMP", n -> amp("<a href=http://a>".repeat(n / 17 + 1))));
  }

  private static byte[] amp(String html) {
    return Mail.bytes("Content-Type: text/x-amp-html\r\n\r\n" + html);
  }

  private static byte[] nested(int bytes) {
    StringBuilder mail = new StringBuilder();
    for (int i = 0; mail.length() < bytes; i++) {
      mail.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
      mail.append(i).append("\r\n");
    }
    return Mail.bytes(mail.append("Content-Type: text/html\r\n\r\nx").toString());
  }

  private static void quotedPrintable(List<HostileMail> mails) {
    for (String piece :
        List.of(
            "-",
            "=",
            "=3D",
            "=2D",
            ".",
            "\r\n.",
            "\r\n-",
            " ",
            "\t",
            "x",
            "= ",
            "=\t\t",
            "=\r",
            "=\r\n",
            "= \r\n",
            "=x",
            "=3",
            "==",
            "=\r\r",
            "\r",
            "<",
            "=3C",
            "\u00e4",
            "\r\n",
            "=3Ca href=3Dhttp://a>",
            "<a href=3D=\r\n=\r\nhttp://a>",
            "<a href=3Dhttp://a>---",
            "<a href=3Dhttp://a>=\r\n--b\r\n")) {
      mails.add(encoded("quoted-printable: " + piece.strip(), QP, "<body>", piece));
      mails.add(encoded("quoted-printable in lines: " + piece.strip(), QP, "<body>\r\n", piece));
    }
  }

  private static void otherEncodings(List<HostileMail> mails) {
    for (String end : List.of("", "\r\n", "\n", "\r", " ", "\t\t\r\n", "\r\n\r\n")) {
      mails.add(
          new HostileMail(
              "base64 with ends of lines: " + end.length() + " " + end.hashCode(),
              n -> base64("<body><a href=http://a>" + "x".repeat(n / 2), 4, end)));
    }
    mails.add(encoded("base64 of blank lines", BASE64, "QUJD", "\r\n"));
    mails.add(encoded("base64 that is all padding", BASE64, "QUJD", "="));
    mails.add(
        new HostileMail(
            "links in base64", n -> base64("<a href=http://a>".repeat(n / 24 + 1), 76, "\r\n")));
    for (String piece :
        List.of("\u001b", "\u001b$", "\u001b$B", "\u001b(B<a href=http://a>", "<a")) {
      mails.add(
          new HostileMail(
              "iso-2022-jp: " + piece.length() + " " + piece.hashCode(),
              n ->
                  Mail.bytes(
                      "Content-Type: text/html; charset=iso-2022-jp\r\n\r\n"
                          + piece.repeat(n / piece.length() + 1))));
    }
    mails.add(new HostileMail("utf-16", n -> utf16(StandardCharsets.UTF_16LE, n)));
    mails.add(
        new HostileMail("utf-16 that is big-endian", n -> utf16(StandardCharsets.UTF_16BE, n)));
    mails.add(
        new HostileMail(
            "utf-7",
            n ->
                Mail.bytes(
                    "Content-Type: text/html; charset=utf-7\r\n\r\n" + "+ADw-".repeat(n / 5))));
    mails.add(
        new HostileMail(
            "plain text",
            n -> Mail.bytes("Content-Type: text/plain\r\n\r\n" + "http://a ".repeat(n / 9))));
  }

  private static byte[] utf16(Charset charset, int bytes) {
    byte[] html = "<a href=http://a>\u4e00".repeat(bytes / 48 + 1).getBytes(charset);
    return Mail.bytes(
        "Content-Type: text/html; charset="
            + charset.name()
            + "\r\n"
            + BASE64
            + "\r\n"
            + Base64.getMimeEncoder().encodeToString(html));
  }

  private static byte[] base64(String html, int lineLength, String end) {
    String text = Base64.getEncoder().encodeToString(Mail.bytes(html));
    StringBuilder lines = new StringBuilder();
    for (int at = 0; at < text.length(); at += lineLength) {
      lines.append(text, at, Math.min(text.length(), at + lineLength)).append(end);
    }
    return mail(BASE64, lines.toString());
  }

  private static HostileMail html(String name, String start, String piece) {
    return encoded(name, "", start, piece);
  }

  private static HostileMail encoded(String name, String field, String start, String piece) {
    return new HostileMail(name, n -> mail(field, start + piece.repeat(n / piece.length() + 1)));
  }

  private static HostileMail fields(String name, String start, String piece, String end) {
    return new HostileMail(
        name,
        n ->
            Mail.bytes(
                start + piece.repeat(n / piece.length() + 1) + end + "\r\n<a href=http://a>"));
  }

  /** A field that is still short enough to be read. */
  private static HostileMail value(String name, String start, String piece) {
    return new HostileMail(
        name,
        n ->
            Mail.bytes(
                start + piece.repeat(n / SHORTER / piece.length()) + "\r\n\r\n<a href=http://a>"));
  }

  private static byte[] mail(String field, String body) {
    return Mail.bytes("Content-Type: text/html\r\n" + field + "\r\n" + body);
  }

  private static byte[] lines(String... lines) {
    return Mail.bytes(String.join("\r\n", lines));
  }
}
