const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function text(html: string): string {
  return html
    .replaceAll(/<template[^]*?<\/template>/g, '')
    .replaceAll(/<(?:p|div|li|h\d|td|th|dt|dd|section|small|b)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,:])/g, '$1');
}

/** What a person reads between the banner and the foot. */
export function bodyText(html: string): string {
  return text(/<main[^]*<\/main>/.exec(html.replaceAll(/<template[^]*?<\/template>/g, ''))?.[0] ?? '');
}

/** What a person reads in the panels, without the tiles at a glance. */
export function panelText(html: string): string {
  return text((html.match(/<section class="panel"[^]*?<\/section>/g) ?? []).join(' '));
}

export function tileText(html: string, panel: string): string {
  return text(new RegExp(`<section class="tile[^>]*id="tile-${panel}"[^]*?</section>`).exec(html)?.[0] ?? '');
}

export function bannerText(html: string): string {
  return text(/<header class="banner[^]*?<\/header>/.exec(html)?.[0] ?? '');
}

export function footText(html: string): string {
  return text(/<footer[^]*<\/footer>/.exec(html)?.[0] ?? '');
}
