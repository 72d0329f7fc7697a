"""Runs Splink 5 on one task and prints one line of JSON.

    python splink_driver.py accuracy DATASET FOLDER      its demonstration settings for that dataset
    python splink_driver.py speed LEFT [RIGHT]           the settings of settings/speed.json, in Splink's terms
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import ColumnExpression, DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.CRITICAL)
THRESHOLD = 0.95


def demonstration(name):
    """Comparisons, blocking rules and training as Splink's own documentation demonstrates them."""
    dates = {"input_is_string": True}
    if name == "fake_1000":
        comparisons = [
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds(ColumnExpression("dob").cast_to_string(), 1),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ]
        rules = [block_on("first_name", "city"), block_on("surname"), block_on("dob")]
        sure = [block_on("first_name", "dob"), "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2", block_on("email")]
        return comparisons, rules, (sure, 0.7), 2e6, [block_on("first_name", "surname"), block_on("dob")]
    if name == "historical_50k":
        part = "substr(postcode_fake,1,3)"
        comparisons = [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="both_names"),
            cl.DateOfBirthComparison("dob", **dates),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ]
        rules = [
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"), block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"), block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
            block_on(part, "dob"), block_on(part, "first_name"), block_on(part, "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ]  # fmt: skip
        sure = [block_on("first_name", "surname", "dob"), block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"), block_on("dob", "postcode_fake")]
        return comparisons, rules, (sure, 0.6), 1e7, [block_on("first_name", "surname"), block_on("dob")]
    dates["datetime_format"] = "%Y%m%d"
    adjusted = {"term_frequency_adjustments": True}
    if name == "febrl3":
        comparisons = [
            cl.NameComparison("given_name"), cl.NameComparison("surname"), cl.DateOfBirthComparison("date_of_birth", **dates),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]), cl.ExactMatch("street_number").configure(**adjusted), cl.ExactMatch("postcode").configure(**adjusted),
        ]  # fmt: skip
        rules = [block_on(one) for one in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")]
        swapped = "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"
        sure = ([block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"), swapped], 0.9)
        return comparisons, rules, sure, 1e6, [block_on("date_of_birth"), block_on("postcode")]
    comparisons = [
        cl.NameComparison("given_name").configure(**adjusted), cl.NameComparison("surname").configure(**adjusted),
        cl.DateOfBirthComparison("date_of_birth", invalid_dates_as_null=True, **dates), cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(**adjusted), cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(**adjusted),
    ]  # fmt: skip
    rules = [
        block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name", block_on("date_of_birth"),
        block_on("soc_sec_id"), block_on("state", "address_1"), block_on("street_number", "address_1"), block_on("postcode"),
    ]  # fmt: skip
    sure = ([block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], 0.8)
    return comparisons, rules, sure, 1e6, [block_on("date_of_birth"), block_on("postcode")]


def table(con, path):
    if path.endswith(".parquet"):
        return con.sql(f"SELECT *, first_name || ' ' || surname AS both_names FROM '{path}'" if "historical" in path else f"SELECT * FROM '{path}'")
    raw = con.sql(f"SELECT * FROM read_csv('{path}', all_varchar = true)")
    return con.sql("SELECT " + ", ".join(f"nullif(trim(\"{c}\"), '') AS \"{c.strip()}\"" for c in raw.columns) + " FROM raw")


def accuracy(name, folder):
    files = {"fake_1000": ["fake_1000.csv"], "historical_50k": ["historical_figures_with_errors_50k.parquet"], "febrl3": ["dataset3.csv"], "febrl4": ["dataset4a.csv", "dataset4b.csv"]}[name]
    unique_id = "rec_id" if name.startswith("febrl") else "unique_id"
    comparisons, rules, (sure, recall), pairs, sessions = demonstration(name)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    api = DuckDBAPI(connection=con)
    started = time.time()
    tables = [api.register(table(con, f"{folder}/{file}")) for file in files]
    settings = SettingsCreator(link_type="link_only" if len(files) > 1 else "dedupe_only", unique_id_column_name=unique_id, comparisons=comparisons, blocking_rules_to_generate_predictions=rules)
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(sure, recall=recall)
    training.estimate_u_using_random_sampling(max_pairs=pairs, seed=1)
    for rule in sessions:
        training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_weight=-20)
    scored = predicted.as_duckdbpyrelation()
    con.execute(f"CREATE TABLE scored AS SELECT \"{unique_id}_l\"::VARCHAR AS l, \"{unique_id}_r\"::VARCHAR AS r, match_weight AS w, match_probability AS p FROM scored")
    if len(tables) == 1:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=THRESHOLD).as_duckdbpyrelation()
        con.execute(f'CREATE TABLE clusters AS SELECT cluster_id AS c, "{unique_id}"::VARCHAR AS id FROM clusters')
    seconds = time.time() - started
    print(json.dumps({"seconds": seconds, **judge(con, name, folder, len(tables) == 1)}))


def judge(con, name, folder, dedupe):
    if name == "fake_1000":
        con.execute(f"CREATE TABLE truth AS SELECT unique_id_l::VARCHAR AS l, unique_id_r::VARCHAR AS r, clerical_match_score >= 0.5 AS y FROM '{folder}/fake_1000_labels.csv'")
        con.execute("CREATE TABLE pairs AS SELECT t.l, t.r, t.y, coalesce(max(s.w), -999) AS w, coalesce(max(s.p), 0) AS p FROM truth t LEFT JOIN scored s ON (s.l = t.l AND s.r = t.r) OR (s.l = t.r AND s.r = t.l) GROUP BY ALL")
        matches = con.sql("SELECT count(*) FROM truth WHERE y").fetchall()[0][0]
        together = con.sql("SELECT count(*) FILTER (WHERE y), count(*) FILTER (WHERE NOT y) FROM truth t JOIN clusters a ON a.id = t.l JOIN clusters b ON b.id = t.r AND b.c = a.c").fetchall()[0]
    else:
        entity = (lambda c: f"split_part({c}, '-', 2)") if name.startswith("febrl") else (lambda c: f"regexp_replace({c}, '-[0-9]+$', '')")
        con.execute(f"CREATE TABLE pairs AS SELECT *, {entity('l')} = {entity('r')} AS y FROM scored")
        if dedupe:
            matches = con.sql(f"SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM clusters GROUP BY {entity('id')})").fetchall()[0][0]
            together = con.sql(f"SELECT count(*) FILTER (WHERE {entity('a.id')} = {entity('b.id')}), count(*) FILTER (WHERE {entity('a.id')} <> {entity('b.id')}) FROM clusters a JOIN clusters b ON a.c = b.c AND a.id < b.id").fetchall()[0]
        else:
            matches, together = 5000, None
    best = max((f1(tp, fp, matches), w) for w, tp, fp in con.sql("SELECT w, sum(sum(y::INT)) OVER (ORDER BY w DESC), sum(sum((NOT y)::INT)) OVER (ORDER BY w DESC) FROM pairs WHERE w > -999 GROUP BY w").fetchall())
    tp, fp = con.sql(f"SELECT count(*) FILTER (WHERE y), count(*) FILTER (WHERE NOT y) FROM pairs WHERE p >= {THRESHOLD}").fetchall()[0]
    return {"right": tp, "wrong": fp, "matches": int(matches), "f1": f1(tp, fp, matches), "bestF1": best[0], "clusterF1": f1(*together, matches) if together else None}


def f1(right, wrong, matches):
    return 2 * right / (right + wrong + float(matches)) if matches else 0.0


def speed(paths):
    con = duckdb.connect()
    con.execute("SET threads = 2")
    api = DuckDBAPI(connection=con)
    started, before = time.time(), time.process_time()
    tables = [api.register(con.sql(f"SELECT * FROM '{path}'")) for path in paths]
    rules = [block_on("surname", "dob"), block_on("forename", "dob"), block_on("postcode", "surname"), block_on("postcode", "forename"), block_on("dob", "postcode")]
    settings = SettingsCreator(
        link_type="link_only" if len(paths) > 1 else "dedupe_only", unique_id_column_name="id", blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.JaroWinklerAtThresholds("forename", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("dob", [1]), cl.LevenshteinAtThresholds("postcode", [1, 2]), cl.ExactMatch("sex"),
        ],
    )  # fmt: skip
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match([block_on("forename", "surname", "dob")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in rules[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    trained = time.time() - started
    predicted = linker.inference.predict(threshold_match_probability=0.9)
    links = predicted.as_duckdbpyrelation()
    if len(paths) == 1:
        linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.9)
    con.execute("COPY (SELECT id_l, id_r, match_weight, match_probability FROM links) TO '/dev/null' (FORMAT csv)")
    seconds, cpu = time.time() - started, time.process_time() - before
    count, right = con.sql("SELECT count(*), count(*) FILTER (WHERE split_part(id_l, '-', 2) = split_part(id_r, '-', 2)) FROM links").fetchall()[0]
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu, "trainingSeconds": trained, "links": count, "right": right, "peakMemoryMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    if sys.argv[1] == "accuracy":
        accuracy(sys.argv[2], sys.argv[3])
    else:
        speed(sys.argv[2:])
