import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  InputWrapper,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  rem,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'

/** Ink navy, from paper to night. Mantine's `gray` and `dark` are both this, so that no stray grey is of another family. */
const ink: MantineColorsTuple = [
  '#f4f6fa',
  '#eaeef5',
  '#dde3ec',
  '#bcc5d4',
  '#8f9bb0',
  '#67748f',
  '#465169',
  '#2b3754',
  '#18223a',
  '#0b1020',
]
const night: MantineColorsTuple = [
  '#e6ebf5',
  '#abb6cc',
  '#909cb6',
  '#67748f',
  '#3a4765',
  '#232d47',
  '#121a2e',
  '#0e1527',
  '#0b1020',
  '#070b17',
]
const beacon: MantineColorsTuple = [
  '#fff3ea',
  '#ffe3cf',
  '#ffc59d',
  '#ff9d52',
  '#f58a33',
  '#de6a14',
  '#c44b08',
  '#a93f05',
  '#8a3304',
  '#6b2803',
]
const red: MantineColorsTuple = [
  '#fff0f1',
  '#ffdde0',
  '#ffb8bd',
  '#ff8a91',
  '#ff7079',
  '#e33f4e',
  '#c31d2f',
  '#a51526',
  '#85101e',
  '#650b16',
]

/** Colours by meaning: everything resolves to a token of tokens.css, which knows both themes. */
const meanings: Readonly<Record<string, { text: string; fill: string; fillHover: string; onFill: string }>> = {
  beacon: { text: 'accent', fill: 'accent-fill', fillHover: 'accent-fill-hover', onFill: 'on-accent' },
  red: { text: 'down', fill: 'danger-fill', fillHover: 'danger-fill-hover', onFill: 'on-danger' },
  gray: { text: 'dim', fill: 'dim', fillHover: 'text', onFill: 'surface' },
  green: { text: 'up', fill: 'up', fillHover: 'up', onFill: 'surface' },
  yellow: { text: 'degraded', fill: 'degraded', fillHover: 'degraded', onFill: 'surface' },
  blue: { text: 'maintenance', fill: 'maintenance', fillHover: 'maintenance', onFill: 'surface' },
}

const token = (name: string) => `var(--b-${name})`
const tint = (name: string, percent: number) => `color-mix(in srgb, ${token(name)} ${percent}%, ${token('surface')})`

const variantColorResolver: VariantColorsResolver = (input) => {
  const meaning = meanings[input.color ?? input.theme.primaryColor]
  if (!meaning) return defaultVariantColorsResolver(input)
  const text = token(meaning.text)
  switch (input.variant) {
    case 'filled':
      return {
        background: token(meaning.fill),
        hover: token(meaning.fillHover),
        color: token(meaning.onFill),
        border: '1px solid transparent',
      }
    case 'light':
      return {
        background: tint(meaning.text, 12),
        hover: tint(meaning.text, 18),
        color: text,
        border: '1px solid transparent',
      }
    case 'outline':
      return {
        background: 'transparent',
        hover: tint(meaning.text, 8),
        color: text,
        border: `1px solid ${tint(meaning.text, 45)}`,
      }
    case 'subtle':
      return { background: 'transparent', hover: token('hover'), color: text, border: '1px solid transparent' }
    case 'transparent':
      return { background: 'transparent', hover: 'transparent', color: text, border: '1px solid transparent' }
    case 'default':
      return {
        background: token('surface'),
        hover: token('hover'),
        color: token('text'),
        border: `1px solid ${token('line-strong')}`,
      }
    default:
      return defaultVariantColorsResolver(input)
  }
}

const semantic = {
  '--mantine-color-body': token('canvas'),
  '--mantine-color-text': token('text'),
  '--mantine-color-bright': token('text'),
  '--mantine-color-dimmed': token('dim'),
  '--mantine-color-placeholder': token('faint'),
  '--mantine-color-anchor': token('accent'),
  '--mantine-color-error': token('down'),
  '--mantine-color-default': token('surface'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('line-strong'),
  '--mantine-color-disabled': token('sunken'),
  '--mantine-color-disabled-color': token('faint'),
  '--mantine-color-disabled-border': token('line'),
  ...Object.fromEntries(
    Object.entries(meanings).flatMap(([color, meaning]) => [
      [`--mantine-color-${color}-text`, token(meaning.text)],
      [`--mantine-color-${color}-filled`, token(meaning.fill)],
      [`--mantine-color-${color}-filled-hover`, token(meaning.fillHover)],
      [`--mantine-color-${color}-light`, tint(meaning.text, 12)],
      [`--mantine-color-${color}-light-hover`, tint(meaning.text, 18)],
      [`--mantine-color-${color}-light-color`, token(meaning.text)],
      [`--mantine-color-${color}-outline`, token(meaning.text)],
      [`--mantine-color-${color}-contrast`, token(meaning.onFill)],
    ]),
  ),
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: semantic, dark: semantic })

const fontFamily =
  "'Pretendard Variable', 'Pretendard Fallback', -apple-system, BlinkMacSystemFont, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', 'Segoe UI', sans-serif"

export const theme = createTheme({
  primaryColor: 'beacon',
  primaryShade: { light: 6, dark: 4 },
  colors: { beacon, gray: ink, dark: night, red },
  white: '#ffffff',
  black: '#141c30',
  variantColorResolver,
  fontFamily,
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'JetBrains Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', 'Noto Sans Mono', 'Pretendard Variable', monospace",
  headings: {
    fontFamily,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '1.4' },
      h2: { fontSize: rem(16), lineHeight: '1.5' },
      h3: { fontSize: rem(14), lineHeight: '1.5' },
    },
  },
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: 'sm',
  shadows: {
    xs: token('shadow'),
    sm: token('shadow'),
    md: token('shadow-float'),
    lg: token('shadow-float'),
    xl: token('shadow-float'),
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        withArrow: false,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
      },
    }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 100 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } }),
    // A head inside a dialog is not the banner of the page.
    ModalHeader: { defaultProps: { component: 'div' } },
    DrawerHeader: { defaultProps: { component: 'div' } },
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.45 },
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: { transitionProps: { duration: 160 }, overlayProps: { backgroundOpacity: 0.45 } },
    }),
    // Labels above, help and refusals under the field.
    InputWrapper: InputWrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
  },
})
