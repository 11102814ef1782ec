/**
 * A certificate authority for one run: it signs one certificate for WeChat's host names, which clients accept once they
 * trust it. Its private key never leaves the process, and its name constraints keep it from vouching for any other host,
 * so that trusting it on a developer's machine is safe. A certificate of this fixed form is three screens of DER; a
 * library for it would bring a dozen packages.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, integer, octets, oid, sequence, set, tagged, text, time, yes } from './der.ts';

export interface CertificateOptions {
  /** All names that the certificate holds for. */
  readonly hosts: readonly string[];
  /** Domains below which the authority may vouch for hosts. */
  readonly domains: readonly string[];
  /** Milliseconds since the epoch: the clock by which clients judge the certificate, not the world's. */
  readonly now: number;
}

export interface Certificates {
  /** What clients have to trust, PEM. */
  readonly authority: string;
  /** The server's certificate and its private key, PEM. */
  readonly certificate: string;
  readonly key: string;
}

const days = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const authorityName = 'Mingpian simulator (this machine only)';

export function issueCertificates({ hosts, domains, now }: CertificateOptions): Certificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authorityId = keyIdentifier(authority.publicKey);
  const validity = sequence(time(now - days), time(now + 30 * days));
  const issuer = name(authorityName);
  const certify = (subject: Buffer, key: KeyObject, extensions: readonly Buffer[]) => {
    const version3 = tagged(0, true, integer(Buffer.from([2])));
    // A positive number of 16 bytes whose first is never 0.
    const serial = integer(Buffer.concat([Buffer.from([0x51]), randomBytes(15)]));
    const info = key.export({ type: 'spki', format: 'der' });
    const body = sequence(
      version3,
      serial,
      ecdsaWithSha256,
      issuer,
      validity,
      subject,
      info,
      tagged(3, true, sequence(...extensions)),
    );
    return pem(sequence(body, ecdsaWithSha256, bits(sign('sha256', body, authority.privateKey))));
  };
  return {
    authority: certify(issuer, authority.publicKey, [
      extension('2.5.29.19', sequence(yes(), integer(Buffer.from([0]))), 'critical'),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', bits(Buffer.from([0x06]), 1), 'critical'),
      extension('2.5.29.14', octets(authorityId)),
      extension(
        '2.5.29.30',
        sequence(tagged(0, true, ...domains.map((domain) => sequence(dnsName(domain))))),
        'critical',
      ),
    ]),
    certificate: certify(name('WeChat, simulated'), server.publicKey, [
      extension('2.5.29.19', sequence(), 'critical'),
      // digitalSignature.
      extension('2.5.29.15', bits(Buffer.from([0x80]), 7), 'critical'),
      // serverAuth.
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.14', octets(keyIdentifier(server.publicKey))),
      extension('2.5.29.35', sequence(tagged(0, false, authorityId))),
      extension('2.5.29.17', sequence(...hosts.map(dnsName))),
    ]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(oid(id), ...(critical ? [yes()] : []), octets(value));
}

function dnsName(host: string): Buffer {
  return tagged(2, false, Buffer.from(host, 'ascii'));
}

/** A distinguished name that is a common name alone. */
function name(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), text(commonName))));
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
