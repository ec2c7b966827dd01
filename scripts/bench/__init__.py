"""Measures Dateline on this machine, every figure beside a reference of the same run: python -m scripts.bench"""
