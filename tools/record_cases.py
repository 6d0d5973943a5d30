#!/usr/bin/env python3
"""Records what TensorFlow gives for calls of a SavedModel, for `kerascompat verify`.

Needs TensorFlow (any 2.x) and NumPy; nothing of KerasCompat.

    python record_cases.py Models/label_image
        three random calls (batches of 1, 3 and 2 rows) of every signature

    python record_cases.py Models/label_image --inputs morning.npz evening.npz
        one call for each file; an array per input, named as the input is

    python record_cases.py Models/label_image --signature serving_default --calls 10 --seed 7

Writes Models/label_image.cases.json beside the model folder:

    {"rtol": 1e-4, "atol": 1e-5, "tags": ["serve"], "cases": [
        {"name": "random1", "signature": "serving_default", "inputs": [TENSOR...], "outputs": [TENSOR...]}]}

A TENSOR is written as in the Open Inference Protocol's JSON: name, datatype (FP32, INT64, BYTES, ...), shape, flat
row-major data. Numbers that JSON lacks are "nan", "inf", "-inf"; a byte string that is not UTF-8 is {"base64": "..."}.

The calls are made in their order on one loaded model: of a model that keeps state, each sees what those before it left.
Integers are drawn from 0 and 1, which is in the range of every vocabulary; give --inputs where that says too little.
"""
import argparse
import base64
import json
import os
import sys

import numpy as np
import tensorflow as tf

DATATYPES = {
    "bool": "BOOL", "uint8": "UINT8", "uint16": "UINT16", "uint32": "UINT32", "uint64": "UINT64", "int8": "INT8",
    "int16": "INT16", "int32": "INT32", "int64": "INT64", "float16": "FP16", "float32": "FP32", "float64": "FP64",
    "bfloat16": "BF16", "string": "BYTES",
}
ROWS = [1, 3, 2]
UNKNOWN_SIZE = 4
WORDS = ["a", "word", "or two", "", "zwölf"]


def element(value, dtype):
    """One element as JSON holds it."""
    if dtype == "string":
        raw = value if isinstance(value, bytes) else str(value).encode()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(raw).decode()}
    if dtype == "bool":
        return bool(value)
    if dtype.startswith(("float", "bfloat")):
        if not np.isfinite(value):
            return str(float(value))
        # The shortest decimal that reads back as the same number of this type, not of a double.
        return float(value) if dtype == "float64" else float(np.format_float_positional(np.float32(value), unique=True))
    return int(value)


def tensor(name, value):
    """A tensor in the form of the Open Inference Protocol."""
    dtype = value.dtype.name
    if dtype not in DATATYPES:
        raise SystemExit(f"'{name}' is of {dtype}, which no recorded call can hold")
    array = value.numpy()
    flat = np.asarray(array, dtype=object if dtype == "string" else None).reshape(-1)
    if dtype == "bfloat16":
        flat = flat.astype(np.float32)
    return {
        "name": name,
        "datatype": DATATYPES[dtype],
        "shape": [int(size) for size in value.shape],
        "data": [element(v, dtype) for v in flat],
    }


def random_value(spec, rows, random):
    """A value of an input's type and shape; the first unknown dimension is the batch."""
    dims = spec.shape.as_list() if spec.shape.rank is not None else [None, UNKNOWN_SIZE]
    shape = [size if size is not None else rows if i == 0 else UNKNOWN_SIZE for i, size in enumerate(dims)]
    dtype = spec.dtype.base_dtype
    if dtype == tf.string:
        values = random.choice(np.array(WORDS, dtype=object), size=shape)
        return tf.constant(values.tolist() if shape else str(values), dtype=tf.string, shape=shape)
    if dtype == tf.bool:
        return tf.constant(random.integers(0, 2, size=shape).astype(bool))
    if dtype.is_integer:
        return tf.cast(random.integers(0, 2, size=shape), dtype)
    # Multiples of 1/64 are the same in decimal, in half and in single precision.
    return tf.cast(np.round(random.standard_normal(size=shape) * 64) / 64, dtype)


def inputs_of(function):
    """The inputs of a signature by the name under which Python passes them."""
    return function.structured_input_signature[1]


def recorded(name, key, function, inputs):
    outputs = function(**inputs)
    return {
        "name": name,
        "signature": key,
        "inputs": [tensor(k, v) for k, v in inputs.items()],
        "outputs": [tensor(k, outputs[k]) for k in sorted(outputs)],
    }


def from_file(path, key, function):
    arrays = np.load(path, allow_pickle=False)
    specs = inputs_of(function)
    unknown = sorted(set(arrays.files) - set(specs))
    if unknown:
        raise SystemExit(f"{path}: {unknown[0]} is no input of signature '{key}', which takes {', '.join(sorted(specs))}")
    inputs = {k: tf.constant(arrays[k], dtype=specs[k].dtype) for k in specs if k in arrays.files}
    return recorded(os.path.splitext(os.path.basename(path))[0], key, function, inputs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="the folder of the SavedModel")
    parser.add_argument("--signature", action="append", help="a signature to call; all where none is named")
    parser.add_argument("--inputs", nargs="+", default=[], metavar="FILE.npz", help="inputs to call with instead of random ones")
    parser.add_argument("--calls", type=int, default=3, help="random calls of each signature")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tags", nargs="*", default=["serve"])
    parser.add_argument("--rtol", type=float, default=1e-4)
    parser.add_argument("--atol", type=float, default=1e-5)
    parser.add_argument("-o", "--output", help="the file to write; MODEL.cases.json where none is named")
    arguments = parser.parse_args()

    signatures = tf.saved_model.load(arguments.model, tags=arguments.tags).signatures
    random = np.random.default_rng(arguments.seed)
    cases = []
    for key in arguments.signature or sorted(signatures):
        if key not in signatures:
            raise SystemExit(f"{arguments.model} has no signature '{key}'; it has {', '.join(sorted(signatures))}")
        function = signatures[key]
        for path in arguments.inputs:
            cases.append(from_file(path, key, function))
        for call in range(0 if arguments.inputs else arguments.calls):
            rows = ROWS[call % len(ROWS)]
            inputs = {k: random_value(spec, rows, random) for k, spec in inputs_of(function).items()}
            cases.append(recorded(f"random{call + 1}", key, function, inputs))

    output = arguments.output or os.path.normpath(arguments.model) + ".cases.json"
    with open(output, "w", encoding="utf-8") as file:
        head = {"rtol": arguments.rtol, "atol": arguments.atol, "tags": arguments.tags}
        file.write(json.dumps(head)[:-1] + ', "cases": [\n')
        file.write(",\n".join(json.dumps(case, ensure_ascii=False, allow_nan=False) for case in cases))
        file.write("\n]}\n")
    print(f"{output}: {len(cases)} calls", file=sys.stderr)


if __name__ == "__main__":
    main()
