import { type AlertMessage, colourOf } from '../contract.ts'
import { openLabel } from './words.ts'

const escapeHtml = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/**
 * One table, inline styles, no images, no links but the one to the console: what every mail program can show. All words
 * are text nodes. Also what the preview of a template shows.
 */
export function emailHtml(message: Pick<AlertMessage, 'language' | 'subject' | 'body' | 'link' | 'news'>): string {
  const { language, subject, body, link } = message
  const paragraphs = body
    .split(/\n{2,}/)
    .map((part) => `<p style="margin:0 0 16px">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('')
  const button = link
    ? `<p style="margin:24px 0 0"><a href="${escapeHtml(link)}" style="color:#1570ef">${openLabel[language]}</a></p>`
    : ''
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    "<body style=\"margin:0;background:#f5f6f8;color:#1d2433;font:15px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;word-break:keep-all;overflow-wrap:anywhere\">",
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px">',
    `<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;border-top:4px solid ${colourOf(message.news)}">`,
    `<tr><td style="padding:24px"><h1 style="margin:0 0 16px;font-size:18px">${escapeHtml(subject)}</h1>${paragraphs}${button}</td></tr>`,
    '</table></td></tr></table></body></html>',
  ].join('')
}
