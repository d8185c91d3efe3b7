// A client of nodemailer. usage: client.js PORT CA FOLDER RECIPIENT
// Leaves each of its 20 messages with HTML as FOLDER/NNNN.before; prints what it heard as one line of JSON.
'use strict';

const fs = require('fs');
const path = require('path');
const nodemailer = require('nodemailer');

const [port, ca, folder, recipient] = process.argv.slice(2);
const SENDER = 's@example.com';

function transport(authMethod, pass, more) {
  return nodemailer.createTransport({
    host: 'localhost',
    port: Number(port),
    requireTLS: true,
    tls: { ca: fs.readFileSync(ca) },
    auth: { user: 'fred', pass },
    authMethod,
    ...more,
  });
}

const ENCODINGS = ['quoted-printable', 'base64', '7bit', '8bit'];

function html(number) {
  const rows = [];
  for (let row = 0; row <= number; row++) {
    rows.push(`<tr><td class="käse"><a href="https://example.com/${number}/${row}?a=1&amp;b=ü">Grüße ${row}</a></td></tr>`);
  }
  return `<!DOCTYPE html>\n<html><body><table>\n${rows.join(number % 8 < 4 ? '\n' : '')}\n</table>\n.\n..x</body></html>`;
}

/** A message in one of the encodings: alone, beside plain text, or with an attachment too. */
async function message(number) {
  const encoding = ENCODINGS[number % 4];
  const fields = { from: SENDER, to: recipient, subject: `Grüße ${number}`, text: 'Grüße', headers: { 'X-Number': String(number) } };
  if (encoding === '7bit' || encoding === '8bit') { // nodemailer takes what fits by itself, so these are made by hand
    const text = encoding === '8bit' ? html(number) : html(number).replace(/[^\x00-\x7f]/g, c => `&#${c.charCodeAt(0)};`);
    const head = `From: ${SENDER}\nX-Number: ${number}\nSubject: ${encoding}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n`;
    return Buffer.from(`${head}${text}\n`.replace(/\n/g, '\r\n'));
  }
  if (number % 3 === 0) {
    delete fields.text;
  } else if (number % 3 === 1) {
    fields.attachments = [{ filename: 'ä.txt', content: 'Grüße' }];
  }
  const made = await nodemailer
    .createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
    .sendMail({ ...fields, textEncoding: encoding, html: html(number) });
  return made.message;
}

async function failure(promise) {
  try {
    await promise;
    return null;
  } catch (e) {
    return { code: e.code, responseCode: e.responseCode, response: e.response };
  }
}

async function main() {
  const heard = { responses: [], mechanisms: [] };
  const pool = transport('PLAIN', 'pass word', { pool: true, maxConnections: 2 });
  const sent = [];
  for (let number = 0; number < 20; number++) {
    const raw = await message(number);
    fs.writeFileSync(path.join(folder, String(number).padStart(4, '0') + '.before'), raw);
    sent.push(pool.sendMail({ envelope: { from: SENDER, to: [recipient] }, raw }));
  }
  for (const info of await Promise.all(sent)) {
    heard.responses.push(info.response);
  }
  pool.close();

  for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
    const right = transport(mechanism, 'pass word');
    const wrong = transport(mechanism, 'other');
    heard.mechanisms.push({ mechanism, right: await right.verify(), wrong: await failure(wrong.verify()) });
    right.close();
    wrong.close();
  }

  const one = transport('LOGIN', 'pass word');
  const several = await one.sendMail({
    from: SENDER,
    to: ['a@example.com', 'refused@example.com', 'käse@example.com'],
    subject: 'several',
    html: html(3),
    dsn: { id: 'envelope-1', return: 'headers', notify: ['failure', 'delay'], recipient: 'orig@example.com' },
  });
  heard.accepted = several.accepted;
  heard.rejected = several.rejected;
  heard.refusals = several.rejectedErrors.map(e => e.response);
  heard.refusedOnly = await failure(one.sendMail({ from: SENDER, to: 'refused@example.com', subject: 'refused', html: html(1) }));
  one.close();
  process.stdout.write(JSON.stringify(heard) + '\n');
}

main().catch(e => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});
