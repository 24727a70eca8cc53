import classes from './diff-view.module.css'

const kinds = { '+': 'added', '-': 'removed', '@': 'place' } as const

/** Lines that came, lines that went, and where. The signs stay: colour alone says nothing. */
export function DiffView({ text }: { readonly text: string }) {
  return (
    <pre className={classes.diff}>
      {text
        .replace(/\n$/, '')
        .split('\n')
        .map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move
          <span key={index} className={classes.line} data-kind={kinds[line[0] as '+']}>
            {line || ' '}
          </span>
        ))}
    </pre>
  )
}
