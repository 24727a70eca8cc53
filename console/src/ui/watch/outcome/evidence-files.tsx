import type { EvidenceFile } from '@bongsu/contract/evidence.ts'
import { Modal, UnstyledButton } from '@mantine/core'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '#ui/ui.i18n.ts'
import classes from './evidence-files.module.css'
import { outcomeTexts } from './outcome.i18n.ts'

const addressOf = ({ id }: Pick<EvidenceFile, 'id'>): string => `/api/v1/artifacts/${id}`

/** Pictures to look at, other files to take along. */
export function EvidenceFiles({ files }: { readonly files: readonly EvidenceFile[] }) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const pictures = files.filter(({ type }) => type === 'screenshot')
  const others = files.filter(({ type }) => type !== 'screenshot')
  return (
    <div className={classes.files}>
      {pictures.length > 0 && (
        <ul className={classes.pictures}>
          {pictures.map((file) => (
            <li key={file.id}>
              <Picture file={file} label={file.name} />
            </li>
          ))}
        </ul>
      )}
      {others.map((file) => (
        <a key={file.id} className={classes.file} href={addressOf(file)} download>
          <Download size={14} aria-hidden />
          {isKnown(file.type) ? t(`file.${file.type}`) : file.name}
          <span>{format.bytes(file.size)}</span>
        </a>
      ))}
    </div>
  )
}

const isKnown = (type: string): type is keyof typeof outcomeTexts.ko.file => Object.hasOwn(outcomeTexts.ko.file, type)

interface PictureProps {
  readonly file: EvidenceFile
  /** What it is a picture of. */
  readonly label: string
}

/** Small in its place, as large as the window when pressed. */
export function Picture({ file, label }: PictureProps) {
  const t = useTexts(outcomeTexts)
  const ui = useTexts(uiTexts)
  const [isLarge, setLarge] = useState(false)
  return (
    <>
      <UnstyledButton
        className={classes.picture}
        aria-label={t('picture.enlarge', { name: label })}
        onClick={() => setLarge(true)}
      >
        <img src={addressOf(file)} alt="" loading="lazy" />
      </UnstyledButton>
      <Modal
        opened={isLarge}
        onClose={() => setLarge(false)}
        size="auto"
        title={label}
        closeButtonProps={{ 'aria-label': ui('close') }}
      >
        <img className={classes.large} src={addressOf(file)} alt={t('picture.of', { name: label })} />
      </Modal>
    </>
  )
}
