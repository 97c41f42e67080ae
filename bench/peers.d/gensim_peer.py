#!/usr/bin/python3
"""Trains gensim's Word2Vec on a file of walks and writes word2vec text: skip-gram, the settings of bench/quality.

usage: gensim_peer.py WALKS TRAINED VECTORS --threads N --seed N

The vocabulary is that of WALKS; TRAINED, the same file or its first lines, is trained on. Both are read by gensim's own C
code (corpus_file), which needs no lock between threads. Prints one JSON object: tokens, and the seconds of training, by the
clock and of CPU.
"""
import argparse
import json
import time

import gensim
from gensim.models import Word2Vec


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("walks")
    parser.add_argument("trained")
    parser.add_argument("vectors")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    model = Word2Vec(vector_size=128, window=10, negative=5, sg=1, hs=0, min_count=0, sample=0, alpha=0.025,
                     min_alpha=0.0001, workers=options.threads, seed=options.seed)
    model.build_vocab(corpus_file=options.walks)
    with open(options.trained, encoding="utf-8") as lines:
        lengths = [line.count("\t") + 1 for line in lines]
    began, cpu_began = time.perf_counter(), time.process_time()
    model.train(corpus_file=options.trained, total_examples=len(lengths), total_words=sum(lengths), epochs=1)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    model.wv.save_word2vec_format(options.vectors)
    print(json.dumps({"tokens": sum(lengths), "trainSeconds": seconds, "trainCpuSeconds": cpu_seconds,
                      "version": gensim.__version__}))


if __name__ == "__main__":
    main()
