package io.github.pmtatracking.component.smtpproxy.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS for both sides of the proxy: version 1.2 or later (RFC 8314, 4.1; RFC 8996). */
public final class Tls {
  private Tls() {}

  public static void prepareServer(SSLSocket socket) {
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(modern(socket));
  }

  public static void prepareClient(SSLSocket socket, boolean verifyName) {
    socket.setUseClientMode(true);
    socket.setEnabledProtocols(modern(socket));
    if (verifyName) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
  }

  private static String[] modern(SSLSocket socket) {
    return Arrays.stream(socket.getSupportedProtocols())
        .filter(name -> name.equals("TLSv1.2") || name.equals("TLSv1.3"))
        .toArray(String[]::new);
  }

  /**
   * The factory of TLS sockets towards upstream.
   *
   * @param trustAll true to accept any certificate
   */
  public static SSLSocketFactory clientSockets(boolean trustAll) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trustAll ? new TrustManager[] {new TrustAll()} : null, null);
    return context.getSocketFactory();
  }

  /** Accepts any certificate. Used only with the option {@code insecureSkipVerify}. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
