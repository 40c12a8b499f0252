#include <stddef.h>

#include "console.h"
#include "machine.h"
#include "modes.h"

void run_echo(void)
{
    for (;;) {
        if ((read_port(COM1_LINE_STATUS) & COM1_HAS_INPUT) == 0)
            continue;
        const char received = (char)read_port(COM1_DATA);
        if (received == 'q')
            pulse_reset();
        print_char(received);
    }
}

/* Left Ctrl, left Alt and Delete pressed, in scan code set 2: what Firecracker's SendCtrlAltDel puts into the i8042. */
static const uint8_t ctrl_alt_delete[] = {0x14, 0x11, 0xe0, 0x71};

void run_keyboard(void)
{
    for (size_t matched = 0; matched < sizeof ctrl_alt_delete;) {
        if ((read_port(I8042_COMMAND) & I8042_HAS_OUTPUT) == 0)
            continue;
        const uint8_t code = read_port(I8042_DATA);
        if (code == ctrl_alt_delete[matched])
            matched++;
        else
            matched = code == ctrl_alt_delete[0] ? 1 : 0;
    }
    pulse_reset();
}
