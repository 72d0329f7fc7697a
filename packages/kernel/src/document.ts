/** A part of a document, before it is a page or a PDF. Words only: whoever sets it chooses how it looks. */
export type DocumentPart =
  /** Level 2 is a section; the document's own title is level 1, and is not a part. */
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly words: string; readonly id?: string }
  | { readonly kind: 'paragraph'; readonly words: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly heads: readonly string[];
      /** The first cell of a row is its name. */
      readonly rows: readonly (readonly string[])[];
    };

export interface PlainDocument {
  readonly title: string;
  /** Under the title, and at the foot of each sheet: `Version 2.0, digest 3f9c…`. */
  readonly identity: string;
  readonly parts: readonly DocumentPart[];
}
