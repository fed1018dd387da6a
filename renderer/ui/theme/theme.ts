/** Mantine on our tokens: it gives behaviour and accessibility, every colour and size stays a token. */
import { type CSSVariablesResolver, createTheme, Menu, Modal, Popover, Tooltip } from '@mantine/core'

const FADE_MS = { state: 80, layer: 120 }
const FLOATING_Z_INDEX = 300

export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
  shadows: { md: 'var(--shadow-float)' },
  components: {
    Modal: Modal.extend({
      defaultProps: { transitionProps: { duration: FADE_MS.layer, transition: 'fade' } },
    }),
    Menu: Menu.extend({
      defaultProps: {
        offset: 4,
        zIndex: FLOATING_Z_INDEX,
        transitionProps: { duration: FADE_MS.state, transition: 'fade' },
      },
    }),
    Popover: Popover.extend({
      defaultProps: {
        offset: 4,
        zIndex: FLOATING_Z_INDEX,
        transitionProps: { duration: FADE_MS.state, transition: 'fade' },
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 400,
        offset: 6,
        zIndex: FLOATING_Z_INDEX,
        transitionProps: { duration: FADE_MS.state, transition: 'fade' },
      },
    }),
  },
})

const variables = {
  '--mantine-color-body': 'var(--canvas)',
  '--mantine-color-text': 'var(--fg-1)',
  '--mantine-color-bright': 'var(--fg-1)',
  '--mantine-color-dimmed': 'var(--fg-3)',
  '--mantine-color-placeholder': 'var(--fg-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--fail)',
  '--mantine-color-default': 'transparent',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--fg-1)',
  '--mantine-color-default-border': 'var(--line-3)',
  '--mantine-color-disabled': 'transparent',
  '--mantine-color-disabled-color': 'var(--fg-4)',
  '--mantine-color-disabled-border': 'var(--line-2)',
  '--mantine-primary-color-filled': 'var(--accent-solid)',
  '--mantine-primary-color-filled-hover': 'var(--accent-solid-hover)',
}

/** The same in both schemes: the tokens behind them switch. */
export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })
