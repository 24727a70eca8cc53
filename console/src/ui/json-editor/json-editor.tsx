import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import classes from './json-editor.module.css'
import type { JsonEditorProps } from './json-editor-props.ts'

/** Heavy, and few pages write JSON: it comes when it is first shown. */
const Editor = lazy(() => import('./code-mirror.tsx'))

/** Text that should be JSON: coloured, checked while it is typed, and told where it is none. */
export function JsonEditor(props: JsonEditorProps) {
  return (
    <div className={classes.editor}>
      <Suspense fallback={<Skeleton height={200} radius={6} aria-busy />}>
        <Editor {...props} />
      </Suspense>
    </div>
  )
}
