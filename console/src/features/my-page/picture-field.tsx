import { Avatar, Button, FileButton, Group, Input } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { myPageTexts } from './my-page.i18n.ts'
import { squarePicture } from './square-picture.ts'

interface PictureFieldProps {
  readonly name: string
  readonly value: string | null
  readonly error: string | undefined
  onChange(picture: string | null): void
}

export function PictureField({ name, value, error, onChange }: PictureFieldProps) {
  const t = useTexts(myPageTexts)
  const [problem, setProblem] = useState<string>()
  const choose = async (file: File | null) => {
    if (!file) return
    try {
      onChange(await squarePicture(file))
      setProblem(undefined)
    } catch {
      setProblem(t('profile.badPicture'))
    }
  }
  return (
    <Input.Wrapper
      label={t('profile.picture')}
      description={t('profile.pictureHint')}
      error={problem ?? error}
      labelElement="div"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <Group gap="md" mb={6}>
        <Avatar src={value} alt="" size={56} color="gray">
          {[...name][0]?.toUpperCase()}
        </Avatar>
        <FileButton
          onChange={(file) => void choose(file)}
          accept="image/png,image/jpeg,image/webp"
          inputProps={{ 'aria-label': t('profile.choose') }}
        >
          {(props) => (
            <Button {...props} variant="default" size="compact-md">
              {t('profile.choose')}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button variant="subtle" color="gray" size="compact-md" onClick={() => onChange(null)}>
            {t('profile.removePicture')}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}
