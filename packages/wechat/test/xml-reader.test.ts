import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, XmlError, xmlLimits } from '../src/xml-reader.ts';
import { cdata } from '../src/xml-writer.ts';

const message =
  '<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<CreateTime>1348831860</CreateTime>' +
  '<Content><![CDATA[你好 <b>&amp;]]></Content></xml>';

describe('reads', () => {
  const table: [string, string, Record<string, unknown>][] = [
    ['a push', message, { ToUserName: 'gh_0123456789ab', CreateTime: '1348831860', Content: '你好 <b>&amp;' }],
    ['XML-05 <!ENTITY inside CDATA as text', '<xml><A><![CDATA[<!ENTITY x "y">]]></A></xml>', { A: '<!ENTITY x "y">' }],
    ...['000123', '1e3', '0x1F', 'true', 'null', ''].map((text): [string, string, Record<string, unknown>] => [
      `XML-06 "${text}" unchanged`,
      `<xml><A><![CDATA[${text}]]></A></xml>`,
      { A: text },
    ]),
    ['XML-16 a byte order mark', '\ufeff<xml><A>x</A></xml>', { A: 'x' }],
    ['XML-16 a declaration of UTF-8', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><A>x</A></xml>', { A: 'x' }],
    ['XML-19 a self-closing element as empty', '<xml><EventKey/></xml>', { EventKey: '' }],
    ['XML-19 an empty root', '<xml></xml>', {}],
    ['XML-19 white space between elements and around the root', ' \r\n<xml>\n <A>x</A>\t</xml>\n', { A: 'x' }],
    ['XML-19 white space inside a value as it is', '<xml><A> x </A></xml>', { A: ' x ' }],
    ['entities and references', '<xml><A>&lt;&gt;&amp;&quot;&apos;&#65;&#x4f60;</A></xml>', { A: '<>&"\'A你' }],
    ['CDATA in two sections', '<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>', { A: 'a]]>b' }],
    [
      'XML-15 forbidden characters as U+FFFD',
      '<xml><A>a\u0000b\u0008c\ufffe</A></xml>',
      { A: 'a\ufffdb\ufffdc\ufffd' },
    ],
    ['XML-15 references to forbidden characters as U+FFFD', '<xml><A>&#0;&#8;</A></xml>', { A: '\ufffd\ufffd' }],
    [
      'XML-20 repeated PicList as a list',
      '<xml><P><Count>2</Count><PicList><item><M>a</M></item></PicList><PicList><item><M>b</M></item></PicList></P></xml>',
      { P: { Count: '2', PicList: [{ item: { M: 'a' } }, { item: { M: 'b' } }] } },
    ],
    [
      'XML-20 ScanCodeInfo',
      '<xml><ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[1]]></ScanResult></ScanCodeInfo></xml>',
      { ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '1' } },
    ],
    ['__proto__ as a name like any other', '<xml><__proto__>x</__proto__></xml>', JSON.parse('{"__proto__":"x"}')],
  ];
  for (const [title, document, expected] of table) {
    it(title, () => {
      const fields = readXml(document);
      expect(JSON.stringify(fields)).toBe(JSON.stringify(expected));
      for (const inherited of ['constructor', 'toString', '__defineGetter__'])
        expect(fields[inherited]).toBeUndefined();
      expect(readXml(new TextEncoder().encode(document))).toEqual(fields);
    });
  }

  it('XML-17 emoji, joiners, rare characters and direction marks, unit for unit', () => {
    const text = '👩‍👩‍👧 𠮷 \u202eabc\u200f é';
    expect(readXml(`<xml><Content>${cdata(text)}</Content></xml>`).Content).toBe(text);
  });

  it('XML-12 a value of 64 KiB, not one byte more', () => {
    const value = 'x'.repeat(xmlLimits.value);
    expect(readXml(`<xml><A>${value}</A></xml>`).A).toHaveLength(xmlLimits.value);
    expect(() => readXml(`<xml><A>${value}x</A></xml>`)).toThrow(XmlError);
    const wide = '你'.repeat(Math.ceil(xmlLimits.value / 3) + 1);
    expect(() => readXml(`<xml><A>${wide}</A></xml>`)).toThrow(XmlError);
  });

  it('XML-11 256 elements, not one more', () => {
    const of = (count: number) => `<xml><L>${'<a/>'.repeat(count - 2)}</L></xml>`;
    expect(() => readXml(of(256))).not.toThrow();
    expect(() => readXml(of(257))).toThrow(XmlError);
    expect(() => readXml(of(60_000))).toThrow(XmlError);
  });

  it('XML-10 six levels, not one more', () => {
    const of = (depth: number) => `<xml>${'<a>'.repeat(depth - 1)}x${'</a>'.repeat(depth - 1)}</xml>`;
    expect(() => readXml(of(6))).not.toThrow();
    expect(() => readXml(of(7))).toThrow(XmlError);
    expect(() => readXml(of(20_000))).toThrow(XmlError);
  });
});

describe('refuses', () => {
  const table: Record<string, string | Uint8Array> = {
    'XML-01 a DOCTYPE with an external entity':
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>',
    'XML-02 a parameter entity': '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]><xml></xml>',
    'XML-02 an XInclude element': '<xml><xi:include href="x"/></xml>',
    'XML-03 nested entities': '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>',
    'XML-04 1 MB of references': `<xml><A>${'&#65;'.repeat(200_000)}</A></xml>`,
    'XML-07 a comment in a value': '<xml><A>x<!-- y -->z</A></xml>',
    'XML-07 an instruction in a value': '<xml><A>x<?y?>z</A></xml>',
    'XML-07 text beside an element': '<xml><A>x<B>y</B></A></xml>',
    'XML-08 two roots': '<xml></xml><xml></xml>',
    'XML-08 text after the root': '<xml></xml>x',
    'XML-08 text before the root': 'x<xml></xml>',
    'XML-08 no end tag': '<xml><A>x</xml>',
    'XML-08 another end tag': '<xml><A>x</B></xml>',
    'XML-08 an end tag that only begins alike': '<xml><A>x</AB></xml>',
    'XML-09 root XML': '<XML></XML>',
    'XML-09 root Xml': '<Xml></Xml>',
    'XML-09 root message': '<message></message>',
    'XML-13 an attribute': '<xml><A b="c">x</A></xml>',
    'XML-14 CDATA without an end': `<xml><A><![CDATA[${'x'.repeat(200_000)}`,
    'XML-14 a comment without an end': `<xml><!--${'x'.repeat(200_000)}`,
    'XML-16 another encoding declared': '<?xml version="1.0" encoding="gb2312"?><xml></xml>',
    'XML-16 UTF-16': new Uint8Array([0xff, 0xfe, 0x3c, 0x00, 0x78, 0x00]),
    'XML-16 GBK': new Uint8Array([
      ...new TextEncoder().encode('<xml><A>'),
      0xc4,
      0xe3,
      ...new TextEncoder().encode('</A></xml>'),
    ]),
    'XML-18 a prefixed root': '<a:xml xmlns:a="x"></a:xml>',
    'XML-15 a lone surrogate': '<xml><A>\ud800</A></xml>',
    'an unknown entity': '<xml><A>&nbsp;</A></xml>',
    'a bare ampersand': '<xml><A>a & b</A></xml>',
    'a reference to a surrogate': '<xml><A>&#xd800;</A></xml>',
    ']]> outside CDATA': '<xml><A>a]]>b</A></xml>',
    'a field of the first level twice': '<xml><A>1</A><A>2</A></xml>',
    'a name of 65 letters': `<xml><${'a'.repeat(65)}/></xml>`,
    'an empty document': '',
    'a document above 256 KiB': `<xml>${' '.repeat(xmlLimits.document)}</xml>`,
  };
  for (const [title, document] of Object.entries(table)) {
    it(title, () => expect(() => readXml(document)).toThrow(XmlError));
  }
});

describe('whatever comes', () => {
  it('a text in CDATA comes back as it was, forbidden characters aside', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ unit: 'binary', maxLength: 100 }),
        (a, b) => {
          const fields = readXml(`<xml><A>${cdata(a)}</A><B>${cdata(`]]>${b}]]>`)}</B></xml>`);
          expect(fields.A).toBe(a.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''));
          expect(fields.B).toMatch(/^\]\]>[\s\S]*\]\]>$/);
        },
      ),
    );
  });

  it('XML-21 mutations of a push give a tree of texts or XmlError, nothing else', () => {
    const bytes = new TextEncoder().encode(message);
    const mutation = fc.array(
      fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.constantFrom('set', 'cut', 'insert')),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(mutation, (mutations) => {
        let mutated = [...bytes];
        for (const [at, value, kind] of mutations) {
          if (kind === 'set') mutated[at] = value;
          else if (kind === 'cut') mutated = mutated.slice(0, at);
          else mutated.splice(at, 0, value);
        }
        try {
          for (const value of Object.values(readXml(new Uint8Array(mutated)))) expect(value).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(XmlError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
