#include "address_space.h"
#include "console.h"
#include "machine.h"
#include "modes.h"

void run_reset(void)
{
    pulse_reset();
}

/* Without an interrupt table, whatever raises an exception ends in a triple fault. */
void run_triple_fault(void)
{
    write_byte(UNMAPPED_ADDRESS, 0);
}

void run_undefined_instruction(void)
{
    __asm__ volatile("ud2");
}

void prepare_beyond_ram(const boot_protocol *boot)
{
    if (is_ram(boot, LAST_WORD_OF_FIRST_GIB, FIRST_GIB_END))
        refuse(boot, "needs less than 1 GiB of memory", "mode");
}

/* KVM's emulator, which has to execute what touches no RAM, has no x87 load (Linux, arch/x86/kvm/emulate.c, escape_dd). */
void run_internal_error(void)
{
    __asm__ volatile("fldl %0" : : "m"(*word_at(LAST_WORD_OF_FIRST_GIB)));
}

void run_bad_memory(void)
{
    *word_at(LAST_WORD_OF_FIRST_GIB) = 1;
    print("wrote beyond the RAM\n");
}
