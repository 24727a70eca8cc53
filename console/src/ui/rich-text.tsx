import { Fragment, type ReactNode } from 'react'

interface RichTextProps {
  readonly text: string
  /** How to draw `<name>…</name>`; `<b>` is known already. */
  readonly parts?: Readonly<Record<string, (inner: string) => ReactNode>>
}

const bold = (inner: string): ReactNode => <b>{inner}</b>

/** A sentence with emphasis or a link inside, kept whole for translators: `See <link>the manual</link>.` */
export function RichText({ text, parts = {} }: RichTextProps) {
  const pieces = text.split(/(<\w+>[^<]*<\/\w+>)/)
  return pieces.map((piece, index) => {
    const [, name, inner] = /^<(\w+)>([^<]*)<\/\1>$/.exec(piece) ?? []
    const draw = name === undefined ? undefined : (parts[name] ?? (name === 'b' ? bold : undefined))
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move
    return <Fragment key={index}>{draw ? draw(inner ?? '') : piece}</Fragment>
  })
}
