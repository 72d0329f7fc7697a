import { fileURLToPath } from 'node:url';
import { type DocumentPart, formatDate, type Instant, londonTime, type PlainDocument } from '@solway/kernel';
import PDFDocument from 'pdfkit';
import { drawTable } from './table.ts';

export interface PaperOptions {
  /** When it was made: at the foot of each sheet, and in the file. */
  readonly at: Instant;
}

const MARGIN = 56;
const SIZES = { title: 20, 2: 14, 3: 11.5, text: 10 } as const;
/** A table of more columns than this is set on a sheet of its own way round. */
const MOST_PORTRAIT_COLUMNS = 6;
const FOOT_SIZE = 7.5;

/** Roboto, whole and embedded: a reader without the typeface sees the same words, and Łódź is not a row of boxes. */
const face = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/roboto/${name}/Roboto_${name}.ttf`));
const REGULAR = face('400Regular');
const BOLD = face('700Bold');

/**
 * A document as a PDF that a screen reader can follow: tagged (PDF/UA), with its language and title, its headings,
 * lists and tables in their order, and on each sheet what it is and which sheet of how many.
 */
export async function paperOf(document: PlainDocument, { at }: PaperOptions): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    font: REGULAR,
    pdfVersion: '1.7',
    // Known to the library, and not yet to its published types.
    subset: 'PDF/UA' as 'PDF/A-2a',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: document.title,
      Subject: document.identity,
      Producer: 'Solway',
      Creator: 'Solway',
      CreationDate: new Date(at),
    },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  pdf.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const writer = { pdf, root };
  tagged(writer, 'H1', () => pdf.font('bold').fontSize(SIZES.title).text(document.title));
  tagged(writer, 'P', () => pdf.font('regular').fontSize(SIZES.text).text(document.identity).moveDown());
  for (const part of document.parts) writePart(writer, part);
  root.end();
  foot(pdf, document, at);
  pdf.end();
  return finished;
}

interface Writer {
  readonly pdf: PDFKit.PDFDocument;
  readonly root: PDFKit.PDFStructureElement;
}

function tagged({ pdf, root }: Writer, type: string, write: () => void): void {
  root.add(pdf.struct(type, {}, [write]));
}

function writePart(writer: Writer, part: DocumentPart): void {
  const { pdf } = writer;
  switch (part.kind) {
    case 'heading':
      keepRoom(pdf, part.level === 2 ? 90 : 70);
      pdf.moveDown(part.level === 2 ? 0.8 : 0.4);
      tagged(writer, `H${part.level}`, () => pdf.font('bold').fontSize(SIZES[part.level]).text(part.words));
      pdf.moveDown(0.3);
      return;
    case 'paragraph':
      tagged(writer, 'P', () => pdf.font('regular').fontSize(SIZES.text).text(part.words, { lineGap: 1.5 }));
      pdf.moveDown(0.5);
      return;
    case 'list':
      bullets(
        writer,
        part.items.map((item) => ['', item]),
      );
      return;
    case 'facts':
      bullets(writer, part.facts);
      return;
    case 'table':
      table(writer, part);
      return;
  }
}

/** A list, each of its items tagged; a fact is an item whose name is in bold. */
function bullets({ pdf, root }: Writer, items: readonly (readonly [name: string, words: string])[]): void {
  const list = pdf.struct('L');
  root.add(list);
  for (const [name, words] of items) {
    const item = pdf.struct('LI');
    list.add(item);
    item.add(
      pdf.struct('LBody', {}, [
        () => {
          const { left } = pdf.page.margins;
          pdf.fontSize(SIZES.text);
          if (name === '') pdf.font('regular').text(`•  ${words}`, left, pdf.y, { lineGap: 1, indent: 8 });
          else {
            pdf.font('bold').text(`${name}:  `, left, pdf.y, { continued: true, lineGap: 1 });
            pdf.font('regular').text(words, { lineGap: 1 });
          }
        },
      ]),
    );
    item.end();
    pdf.moveDown(0.2);
  }
  list.end();
  pdf.moveDown(0.4);
}

function table({ pdf, root }: Writer, part: Extract<DocumentPart, { kind: 'table' }>): void {
  const wide = part.heads.length > MOST_PORTRAIT_COLUMNS;
  if (wide) pdf.addPage({ layout: 'landscape', size: 'A4', margin: MARGIN / 2 });
  drawTable(pdf, root, part);
  if (wide) pdf.addPage({ layout: 'portrait', size: 'A4', margin: MARGIN });
  else pdf.x = pdf.page.margins.left;
  pdf.moveDown(0.6);
}

/** A heading is not left alone at the foot of a sheet. */
function keepRoom(pdf: PDFKit.PDFDocument, points: number): void {
  if (pdf.y + points > pdf.page.height - pdf.page.margins.bottom) pdf.addPage();
}

/** What the document is, on every sheet; no part of what is read aloud. */
function foot(pdf: PDFKit.PDFDocument, { title, identity }: PlainDocument, at: Instant): void {
  const { start, count } = pdf.bufferedPageRange();
  const { date, time } = londonTime(at);
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    const { left, right, bottom } = pdf.page.margins;
    const width = pdf.page.width - left - right;
    const y = pdf.page.height - bottom / 2 - 8;
    // Below the margin: without this a new sheet would begin.
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font('regular').fontSize(FOOT_SIZE);
    pdf.text(identity, left, y, { width, height: 9, lineBreak: false });
    pdf.text(`${title}. Sheet ${index + 1} of ${count}. Made ${formatDate(date)}, ${time}.`, left, y + 10, {
      width,
      height: 9,
      lineBreak: false,
    });
    pdf.endMarkedContent();
    pdf.page.margins.bottom = bottom;
  }
}
