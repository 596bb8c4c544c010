// plant.mocks.ts: the board of plant.ts, for the emulator. Seeded, so every run is the same.

import type { Board } from '../../targets/emulator/guest/mocks'

declare const board: Board

let seed = 20

/** A number from 0 to 1 (Park and Miller's generator). */
function random(): number {
  seed = (seed * 16807) % 2147483647
  return seed / 2147483647
}

const led = {
  write(): void {
    board.count('led writes')
  },
}

/** What was measured and what has arrived, in order. */
const measured: number[] = []
let arrived = 0

/** The soil dries from 61 % to 38 % in an hour. One question in nine gets no answer, one in fifty a late one. */
const probe = {
  read(answer: (percent: number) => void): void {
    board.count('probe reads')
    const fate = random()
    const percent = Math.round((61 - board.now() / 156000 + random()) * 10) / 10
    if (fate < 0.11) return board.count('without answer')
    if (fate < 0.13) {
      board.count('answered too late')
      board.after(650 + 200 * random(), () => answer(percent))
    } else {
      board.after(20 + 30 * random(), () => {
        measured.push(percent)
        answer(percent)
      })
    }
  },
}

/** 0: off. Each time it is switched on it gets a new number, so what was asked of it before is void. */
let session = 0
let sessions = 0
let switchedOn = 0

const radio = {
  on(ready: () => void): void {
    board.count('radio sessions')
    const mine = ++sessions
    session = mine
    switchedOn = board.now()
    board.after(1500 + 1000 * random(), () => {
      if (session === mine) ready()
    })
  },
  send(packet: number[], sent: () => void): void {
    board.count('packets')
    const mine = session
    board.after(900 + 700 * random(), () => {
      if (session !== mine) return
      for (let i = 0; i < packet.length; i++) {
        if (packet[i] !== measured[arrived]) board.count('out of order')
        arrived++
      }
      board.count('readings received', packet.length)
      sent()
    })
  },
  off(): void {
    session = 0
    board.log('radio', 'was on for ' + ((board.now() - switchedOn) / 1000).toFixed(1) + ' s')
  },
}

const button = {
  onPress(handler: () => void): void {
    const presses = [904200, 1380100, 2706300]
    for (let i = 0; i < presses.length; i++) {
      board.at(presses[i] as number, () => {
        board.log('button', 'pressed')
        handler()
      })
    }
  },
}

board.provide({ led: led, probe: probe, radio: radio, button: button })
