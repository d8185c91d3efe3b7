package io.github.pmtatracking.component.smtpproxy.server;

import javax.net.ssl.SSLContext;

/** TLS towards clients. Thread-safe. */
interface ServerTls {

  /** The context for the next handshake. */
  SSLContext context();

  /** The name in the certificate (CN); empty if there is none or it is not known. */
  String commonName();

  /** TLS with a context that does not change. */
  static ServerTls of(SSLContext context) {
    return new ServerTls() {
      @Override
      public SSLContext context() {
        return context;
      }

      @Override
      public String commonName() {
        return "";
      }
    };
  }
}
