/** Electron's events: an object with what it says, and `preventDefault`. */

export class FakeEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

export const fakeEvent = <T extends object>(says: T): FakeEvent & T => Object.assign(new FakeEvent(), says)
