// An upstream of smtp-server that knows one user. usage: upstream.js CERTIFICATE KEY
// Prints {"port":N} and a line of JSON for each message; ends with its standard input.
'use strict';

const fs = require('fs');
const { SMTPServer } = require('smtp-server');

const USER = 'fred';
const PASSWORD = 'pass word';

function tell(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}

const server = new SMTPServer({
  name: 'upstream.example',
  cert: fs.readFileSync(process.argv[2]),
  key: fs.readFileSync(process.argv[3]),
  authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
  authOptional: true,
  disableReverseLookup: true,
  hideDSN: false, // hidden unless asked for
  onAuth(auth, session, done) {
    const right = auth.username === USER
      && (auth.method === 'CRAM-MD5' ? auth.validatePassword(PASSWORD) : auth.password === PASSWORD);
    done(right ? null : new Error('wrong'), right ? { user: USER } : undefined);
  },
  onRcptTo(recipient, session, done) {
    const refusal = new Error('unknown here');
    refusal.responseCode = 550;
    done(recipient.address.startsWith('refused@') ? refusal : null);
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', chunk => chunks.push(chunk));
    stream.on('end', () => {
      tell({
        sender: session.envelope.mailFrom,
        recipients: session.envelope.rcptTo,
        dsn: session.envelope.dsn,
        smtpUtf8: session.envelope.smtpUtf8,
        bodyType: session.envelope.bodyType,
        user: session.user || null,
        tls: session.secure,
        data: Buffer.concat(chunks).toString('base64'),
      });
      done(null, 'taken');
    });
  },
});

server.on('error', () => {}); // a client that leaves is no error of the test's
server.listen(0, '127.0.0.1', () => tell({ port: server.server.address().port }));
process.stdin.resume().on('end', () => process.exit(0));
