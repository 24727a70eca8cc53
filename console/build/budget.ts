import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

interface Budget {
  /** What a first visit may load in JavaScript, in KB after gzip. */
  readonly initialKb: number
  /** Parts of module paths that must never be in the first load. */
  readonly forbidden: readonly string[]
}

/** Fails the build when the first load grows past its budget or drags in what belongs to a lazy page. */
export function budget({ initialKb, forbidden }: Budget): Plugin {
  return {
    name: 'bongsu-budget',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const initial = initialChunks(chunks)
      const kb = sum(initial.map((chunk) => gzipSync(chunk.code, { level: 9 }).length)) / 1024
      const styles = Object.values(bundle).filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
      const styleKb =
        sum(styles.map((file) => gzipSync((file as Rollup.OutputAsset).source, { level: 9 }).length)) / 1024
      this.info(
        `initial JavaScript ${kb.toFixed(1)} KB gzip of ${initialKb} (${initial.length} chunks); all styles ${styleKb.toFixed(1)} KB`,
      )
      if (kb > initialKb)
        this.error(`initial JavaScript is ${kb.toFixed(1)} KB gzip, more than ${initialKb} KB: load something lazily`)
      const strays = initial.flatMap((chunk) =>
        chunk.moduleIds.filter((id) => forbidden.some((part) => id.includes(part))),
      )
      if (strays.length > 0) this.error(`these must not be in the first load: ${strays.slice(0, 5).join(', ')}`)
    },
  }
}

/** The entry and everything it imports statically, however deep. */
function initialChunks(chunks: readonly Rollup.OutputChunk[]): Rollup.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<Rollup.OutputChunk>()
  const visit = (chunk: Rollup.OutputChunk | undefined): void => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(byName.get(name))
  }
  for (const chunk of chunks) if (chunk.isEntry) visit(chunk)
  return [...found]
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0)
