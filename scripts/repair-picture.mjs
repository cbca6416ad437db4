// Makes docs/walkthrough/fix.png, an animated picture of a fix in the editor, from screenshots of a real one.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, '.vscode-test/pictures');
/** Seconds for which each screenshot is shown. */
const seconds = [1.5, 4, 2.5, 3];

const run = spawnSync(process.execPath, [join(root, 'test/vscode/run.ts'), 'repair'], { stdio: 'inherit' });
if (run.status !== 0) process.exit(1);

/** The chunks of a PNG file as type and data. */
function chunksOf(png) {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** Numbers of four bytes, one after the other. */
function words(...values) {
  const data = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) data.writeUInt32BE(value, 4 * index);
  return data;
}

/** An animated PNG (https://www.w3.org/TR/png-3/#apng-frame-based-animation): all frames have one size and one kind of colors. */
function animate(frames) {
  const [first] = frames.map(chunksOf);
  const header = first.find(({ type }) => type === 'IHDR').data;
  const parts = [
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('acTL', words(frames.length, 0)),
  ];
  let sequence = 0;
  for (const [index, frame] of frames.entries()) {
    const chunks = chunksOf(frame);
    if (!chunks.find(({ type }) => type === 'IHDR').data.equals(header))
      throw new Error('the screenshots differ in size');
    const delay = Buffer.from([0, 0, 0, 10, 0, 0]);
    delay.writeUInt16BE(seconds[index] * 10);
    const size = [header.readUInt32BE(0), header.readUInt32BE(4)];
    parts.push(chunk('fcTL', Buffer.concat([words(sequence++, ...size, 0, 0), delay])));
    const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data));
    parts.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([words(sequence++), data])));
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))]);
}

const picture = animate(seconds.map((_, index) => readFileSync(join(pictures, `repair-${index + 1}.png`))));
const target = join(root, 'docs/walkthrough/fix.png');
writeFileSync(target, picture);
console.log(`${target}: ${picture.length} bytes`);
