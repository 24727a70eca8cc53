import { Button } from '@mantine/core'
import { Camera } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { Card } from '#ui/card.tsx'
import type { Project } from '../project-form.ts'
import classes from '../project-picture.module.css'
import { projectsTexts } from '../projects.i18n.ts'

/** What the site looked like when it was last looked at; taken once a day, or now. */
export function PictureCard({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const mayTake = useMay('take-project-screenshot')
  // Which picture is shown: a new one has the same address, so that this must change for it to be asked for.
  const [version, setVersion] = useState('')
  const [isMissing, setMissing] = useState(false)
  const take = useCommand('take-project-screenshot', {
    done: t('overview.pictureTaken'),
    onDone: ({ taken_at }) => {
      setVersion(taken_at)
      setMissing(false)
    },
  })
  return (
    <Card
      title={t('overview.picture')}
      actions={
        mayTake && (
          <Button
            variant="default"
            size="xs"
            leftSection={<Camera size={14} aria-hidden />}
            loading={take.isPending}
            onClick={() => take.mutate({ id: project.id, force: true })}
          >
            {t('overview.takePicture')}
          </Button>
        )
      }
    >
      {isMissing ? (
        <p className={classes.none}>{t('overview.noPicture')}</p>
      ) : (
        <img
          className={classes.large}
          src={`/api/v1/projects/${project.id}/thumbnail${version ? `?at=${version}` : ''}`}
          alt={t('overview.pictureOf', { title: project.title })}
          onError={() => setMissing(true)}
        />
      )}
    </Card>
  )
}
