import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '../src')
/** Attributes that people read or hear. */
const saidAttributes = new Set([
  'title',
  'label',
  'placeholder',
  'description',
  'alt',
  'aria-label',
  'purpose',
  'text',
  'hint',
  'verb',
])
const hangul = /[가-힣ㄱ-ㅎ]/
const words = /\p{L}{2,}/u

interface Finding {
  readonly where: string
  readonly text: string
}

/** Text in a component that would be the same in every language. `text('…', '…')` pairs and the names of languages are not. */
function literalText(file: string, code: string): Finding[] {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: Finding[] = []
  const report = (node: ts.Node, text: string) =>
    found.push({ where: `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text: text.trim() })

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'text') return
    if (ts.isJsxText(node) && words.test(node.text)) report(node, node.text)
    if (
      ts.isJsxAttribute(node) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      saidAttributes.has(node.name.getText()) &&
      words.test(node.initializer.text)
    ) {
      report(node, node.initializer.text)
    }
    if (
      (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) &&
      hangul.test(node.text.replace('한국어', ''))
    )
      report(node, node.text)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

it('finds what it is meant to find', () => {
  const code = `const a = <p title="Save it">저장 {x ? 'ok' : '취소'}</p>; const b = text('하나', 'One'); const c = <Tag size="small" />`
  expect(literalText('x.tsx', code).map(({ text }) => text)).toEqual(['Save it', '저장', '취소'])
})

it('no component says something in one language only', () => {
  const files = globSync('**/*.tsx', { cwd: source }).filter(
    (file) => !file.startsWith('gallery/') && !file.endsWith('.test.tsx'),
  )
  expect(files.length).toBeGreaterThan(40)
  // Keywords are for finding a page in either language, so both stand in one line.
  const findings = files.flatMap((file) =>
    literalText(file, readFileSync(join(source, file), 'utf8').replaceAll(/keywords: '[^']*'/g, "keywords: ''")),
  )
  expect(findings).toEqual([])
})
