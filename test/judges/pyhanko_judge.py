"""What pyHanko says of each signature in a PDF, as JSON: field, intact, valid, coverage, worst later change."""

import json
import sys

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

with open(sys.argv[1], "rb") as file:
    verdicts = []
    for signature in PdfFileReader(file, strict=True).embedded_signatures:
        # Our certificates sign themselves: each is its own trust anchor here, the chain says whose they are.
        context = ValidationContext(trust_roots=[signature.signer_cert])
        status = validate_pdf_signature(signature, context)
        verdicts.append(
            {
                "field": signature.field_name,
                "intact": status.intact,
                "valid": status.valid,
                "coverage": status.coverage.name,
                "changes": status.modification_level.name,
            }
        )
print(json.dumps(verdicts))
