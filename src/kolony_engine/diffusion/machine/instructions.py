"""Three instructions of the processor that Python has no word for."""

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic


def _item(machine, builder, signature, given):
    """Where in memory array[place] is."""
    kind = signature.args[0]
    made = machine.make_array(kind)(machine, builder, given[0])
    where = machine.cast(builder, given[1], signature.args[1], types.intp)
    return cgutils.get_item_pointer(machine, builder, kind, made, [where], wraparound=False)


@intrinsic
def prefetch(context, array, place):
    """`prefetch(array, place)` in a kernel: bring array[place] nearer; `array` has one dimension."""

    def write(machine, builder, signature, given):
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        hint = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(ir.VoidType(), [byte, word, word, word]), "llvm.prefetch.p0"
        )
        read, near, data = word(0), word(3), word(1)
        builder.call(hint, [builder.bitcast(_item(machine, builder, signature, given), byte), read, near, data])
        return machine.get_dummy_value()

    return types.none(array, place), write


@intrinsic
def count_bits(context, word):
    """`count_bits(word)` in a kernel: how many bits of a whole number are set."""

    def write(machine, builder, signature, given):
        return builder.ctpop(given[0])

    return word(word), write


@intrinsic
def word_at(context, octets, place):
    """`word_at(octets, place)` in a kernel: eight bytes from there on as one number, wherever they begin."""

    def write(machine, builder, signature, given):
        pointer = _item(machine, builder, signature, given)
        return builder.load(builder.bitcast(pointer, ir.IntType(64).as_pointer()), align=1)

    return types.uint64(octets, place), write
