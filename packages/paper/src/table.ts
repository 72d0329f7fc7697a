import type { DocumentPart } from '@solway/kernel';

type Table = Extract<DocumentPart, { kind: 'table' }>;

const SIZE = 8;
const PADDING = 3;
const SHADE = '#e8eef4';

/** The library's tables know how to tag themselves; its published types do not say so. */
interface TaggedTable extends PDFKit.Mixins.TableOptionsWithData {
  readonly structParent: PDFKit.PDFStructureElement;
}
interface TaggedCell extends PDFKit.Mixins.CellOptions {
  readonly scope?: 'Row' | 'Column';
}

/** A table whose heads and row names are told to a screen reader as such. */
export function drawTable(pdf: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, table: Table): void {
  pdf.font('regular').fontSize(SIZE);
  const head = (text: string): TaggedCell => ({
    text,
    type: 'TH',
    scope: 'Column',
    backgroundColor: SHADE,
    font: { src: 'bold', size: SIZE },
  });
  const name = (text: string): TaggedCell => ({
    text,
    type: 'TH',
    scope: 'Row',
    font: { src: 'bold', size: SIZE },
  });
  const options: TaggedTable = {
    structParent: root,
    columnStyles: widthsOf(pdf, table).map((width) => ({ width })),
    defaultStyle: { padding: PADDING, border: 0.5, borderColor: '#9aa5b1', align: { x: 'left', y: 'top' } },
    data: [
      table.heads.map(head),
      ...table.rows.map((cells) => cells.map((text, column) => (column === 0 ? name(text) : { text }))),
    ],
  };
  pdf.table(options);
}

/** Each column as wide as its longest word, and what is left shared out by how much there is to read in each. */
function widthsOf(pdf: PDFKit.PDFDocument, { heads, rows }: Table): readonly number[] {
  const { left, right } = pdf.page.margins;
  const room = pdf.page.width - left - right;
  const columns = heads.map((head, column) => {
    const cells = [head, ...rows.map((row) => row[column] ?? '')];
    // The longest by letters is near enough the widest; measuring every word of a long table is slow.
    const words = [...new Set(cells.flatMap((cell) => cell.split(/\s+/)))]
      .toSorted((a, b) => b.length - a.length)
      .slice(0, 5);
    pdf.font('bold').fontSize(SIZE);
    const least = Math.max(...words.map((word) => pdf.widthOfString(word))) + 2 * PADDING + 2;
    const read = cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
    return { least, read };
  });
  pdf.font('regular');
  const least = columns.reduce((sum, one) => sum + one.least, 0);
  if (least >= room) return columns.map((one) => (one.least / least) * room);
  const read = columns.reduce((sum, one) => sum + one.read, 0);
  return columns.map((one) => one.least + ((room - least) * one.read) / read);
}
