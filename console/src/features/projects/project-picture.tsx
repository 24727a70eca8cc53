import { useState } from 'react'
import classes from './project-picture.module.css'

/** The picture of a project, small. Where there is none, nothing stands in its place. */
export function ProjectPicture({ projectId }: { readonly projectId: number }) {
  const [isMissing, setMissing] = useState(false)
  if (isMissing) return null
  return (
    <img
      className={classes.thumbnail}
      src={`/api/v1/projects/${projectId}/thumbnail`}
      alt=""
      loading="lazy"
      width={480}
      height={300}
      onError={() => setMissing(true)}
    />
  )
}
