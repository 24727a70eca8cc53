import { Globe } from 'lucide-react'
import { useState } from 'react'
import classes from './project-picture.module.css'

/** The picture of a project, small. Its place is the same before it has come, and where there is none. */
export function ProjectPicture({ projectId }: { readonly projectId: number }) {
  const [isMissing, setMissing] = useState(false)
  return (
    <span className={classes.frame} aria-hidden>
      {isMissing ? (
        <Globe size={16} strokeWidth={1.5} />
      ) : (
        <img
          className={classes.thumbnail}
          src={`/api/v1/projects/${projectId}/thumbnail`}
          alt=""
          loading="lazy"
          width={64}
          height={40}
          onError={() => setMissing(true)}
        />
      )}
    </span>
  )
}
