"""Every way the rules can say no.

A `Problem` is a value: what is wrong, and the facts a person needs to act on it.
Rules return all the problems they see. `Refused` is raised only where a request
cannot go on. `core/sentences.py` holds what a person reads; a test pairs the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = str | int


class Code(StrEnum):
    """What may be wrong, one name each."""

    # -- files and sheets that come from outside
    FILE_TYPE = "file_type"
    FILE_LOCKED = "file_locked"
    FILE_EMPTY = "file_empty"
    FILE_BROKEN = "file_broken"
    FILE_MISSING = "file_missing"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TOO_WIDE = "file_too_wide"
    FILE_STRAY_CELL = "file_stray_cell"
    FILE_TOO_HEAVY = "file_too_heavy"
    HEADER_NOT_FOUND = "header_not_found"
    COLUMN_MISSING = "column_missing"
    PERSONAL_DATA = "personal_data"
    MAPPING_FIELD = "mapping_field"
    SHEET_SKIPPED = "sheet_skipped"
    SHEET_UNKNOWN = "sheet_unknown"
    SHEET_NO_ROWS = "sheet_no_rows"

    # -- what a person typed
    TEXT_UNREADABLE = "text_unreadable"
    TEXT_TOO_LONG = "text_too_long"
    VALUE_UNFIT = "value_unfit"
    DATE_WANTED = "date_wanted"

    # -- the TPS list
    DESA_UNKNOWN = "desa_unknown"
    DESA_AMBIGUOUS = "desa_ambiguous"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_NUMBER = "negative_number"
    SUM_DIFFERS = "sum_differs"
    SUM_FAR = "sum_far"
    TOTAL_CHOICE = "total_choice"
    ABOVE_CAP = "above_cap"
    TPS_TWICE = "tps_twice"
    OTHER_KABUPATEN = "other_kabupaten"
    KECAMATAN_ELSEWHERE = "kecamatan_elsewhere"
    KECAMATAN_NONE = "kecamatan_none"
    OTHER_ELECTION = "other_election"
    VOTERS_UNSET = "voters_unset"
    VOTERS_COLUMN = "voters_column"
    NUMBER_TOO_LARGE = "number_too_large"
    TPS_NUMBER = "tps_number"
    TPS_COUNTS_ONLY = "tps_counts_only"
    TPS_POINT = "tps_point"
    DESA_BLANK = "desa_blank"
    CODE_NAME = "code_name"
    CODE_UNREADABLE = "code_unreadable"
    CODE_UNKNOWN = "code_unknown"
    SUBTOTAL_DIFFERS = "subtotal_differs"
    CHOICE_UNKNOWN = "choice_unknown"
    IMPORT_STALE = "import_stale"
    IMPORT_STATE = "import_state"
    IMPORT_NOTHING = "import_nothing"
    REMOVE_UNSURE = "remove_unsure"
    UNDO_TOUCHED = "undo_touched"
    UNDO_NOTHING = "undo_nothing"
    TPS_UNKNOWN = "tps_unknown"

    # -- regions
    REGION_CODE = "region_code"
    REGION_UNKNOWN = "region_unknown"
    REGION_PARENT = "region_parent"
    POINT_OUTSIDE = "point_outside"
    REGION_FILE = "region_file"
    REGION_NAME = "region_name"
    REGION_TWICE = "region_twice"
    BOUNDARY_SHAPE = "boundary_shape"
    POINT_FAR = "point_far"
    POINT_FORM = "point_form"
    DEMO_REFUSED = "demo_refused"

    # -- election files
    ELECTION_SYNTAX = "election_syntax"
    ELECTION_FAULT = "election_fault"
    ELECTION_KEY = "election_key"
    ELECTION_MISSING = "election_missing"
    ELECTION_TWICE = "election_twice"
    ELECTION_TEXT = "election_text"
    ELECTION_NUMBER = "election_number"
    ELECTION_SHARE = "election_share"
    ELECTION_FORM = "election_form"
    ELECTION_UNSET = "election_unset"
    ELECTION_UNKNOWN = "election_unknown"
    QUANTITY_NUMBER = "quantity_number"
    QUANTITY_RESERVE = "quantity_reserve"
    QUANTITY_ROUNDING = "quantity_rounding"
    QUANTITY_SOURCE = "quantity_source"
    QUANTITY_SOURCE_LONG = "quantity_source_long"
    QUANTITY_BUNDLE = "quantity_bundle"
    DAPIL_KIND = "dapil_kind"
    DAPIL_AREA = "dapil_area"
    DAPIL_TWICE = "dapil_twice"
    DAPIL_EMPTY = "dapil_empty"

    # -- files that are written
    OUTPUT_TYPE = "output_type"
    OUTPUT_EXISTS = "output_exists"

    # -- scope: one election in one kabupaten
    SCOPE_UNKNOWN = "scope_unknown"
    SCOPE_AMBIGUOUS = "scope_ambiguous"

    # -- rights
    NOT_ALLOWED = "not_allowed"
    POINT_OF_ALL = "point_of_all"
    AREA_OUTSIDE = "area_outside"
    AREA_TOO_WIDE = "area_too_wide"
    LAST_MANAGER = "last_manager"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_ELSEWHERE = "person_elsewhere"
    BEYOND_OWN_ROLES = "beyond_own_roles"
    ROLE_WANTED = "role_wanted"
    ACCOUNT_UNKNOWN = "account_unknown"
    DEMO_OPEN = "demo_open"

    # -- the door for facts
    DESK_KEY_UNKNOWN = "desk_key_unknown"
    OFFICER_NAME = "officer_name"
    DUTY_ENDED = "duty_ended"
    DUTY_UNREADABLE = "duty_unreadable"
    DEVICE_UNKNOWN = "device_unknown"
    ASSIGNMENT_UNKNOWN = "assignment_unknown"
    BATCH_UNREADABLE = "batch_unreadable"
    BATCH_TOO_LARGE = "batch_too_large"
    REQUEST_SIGNATURE = "request_signature"
    DOOR_BUSY = "door_busy"
    DOOR_QUOTA = "door_quota"
    DOOR_DATABASE = "door_database"
    DOOR_DISK = "door_disk"
    TEXT_CODE = "text_code"
    ENTRY_UNKNOWN = "entry_unknown"

    # -- stock
    BALANCE_OPEN = "balance_open"
    BALANCE_UNSORTED = "balance_unsorted"
    BALANCE_COUNTED = "balance_counted"
    PSU_CHANGED = "psu_changed"
    STOCK_LEFT = "stock_left"
    STOCK_SHORT = "stock_short"
    SORT_UNEVEN = "sort_uneven"
    RECEIPT_UNEVEN = "receipt_uneven"
    SUPPLIER_LATE = "supplier_late"
    STOCK_COUNT_DIFFERS = "stock_count_differs"
    COUNT_CLOSED = "count_closed"
    WITNESS_MISSING = "witness_missing"
    TOO_EARLY = "too_early"
    ALLOCATION_SHORT = "allocation_short"
    NOTHING_TO_COUNT = "nothing_to_count"
    NOTHING_THERE = "nothing_there"
    NUMBER_WANTED = "number_wanted"
    GOODS_UNKNOWN = "goods_unknown"
    CAUSE_UNKNOWN = "cause_unknown"
    PLACE_UNKNOWN = "place_unknown"
    REASON_WANTED = "reason_wanted"
    ALREADY_REVERSED = "already_reversed"
    MOVEMENT_UNKNOWN = "movement_unknown"
    STOCK_IN_BOXES = "stock_in_boxes"
    PACKED_UNALLOCATED = "packed_unallocated"
    BOXES_SHORT = "boxes_short"
    BOXES_OVER = "boxes_over"
    ALLOCATION_DIFFERS = "allocation_differs"
    PSU_TOO_EARLY = "psu_too_early"
    PSU_DECISION_WANTED = "psu_decision_wanted"
    RECOUNT_BY_ANOTHER = "recount_by_another"
    PILE_LISTED = "pile_listed"
    CONTRACT_BELOW = "contract_below"
    CONTRACT_UNKNOWN = "contract_unknown"
    PLACE_CODE = "place_code"
    PLACE_TAKEN = "place_taken"
    PLACE_NOT_EMPTY = "place_not_empty"
    MOVEMENT_ILLEGAL = "movement_illegal"
    NOT_REVERSIBLE = "not_reversible"
    NEED_UNSET = "need_unset"
    REQUEST_UNKNOWN = "request_unknown"
    NUMBER_TOO_BIG = "number_too_big"

    # -- packing
    PACKAGE_CODE = "package_code"
    PACKAGE_UNKNOWN = "package_unknown"
    PACKAGE_WITHDRAWN = "package_withdrawn"
    PACKED_DIFFERS = "packed_differs"
    PACKAGE_BRANCHES = "package_branches"
    SEALED_UNPACKED = "sealed_unpacked"
    FACT_MISSING = "fact_missing"
    ENVELOPE_ELSEWHERE = "envelope_elsewhere"
    ENVELOPE_FIRST = "envelope_first"
    ENVELOPE_MISSING = "envelope_missing"
    ITEM_FOREIGN = "item_foreign"
    BOX_OPEN = "box_open"
    BOX_TAKEN = "box_taken"
    BOX_SEALED = "box_sealed"
    BOX_NONE = "box_none"
    COUNT_AGAIN = "count_again"
    COUNT_DIFFERS = "count_differs"
    COUNT_MISSING = "count_missing"
    FOREIGN_BOUND = "foreign_bound"
    FOREIGN_OWN = "foreign_own"
    FOREIGN_SHORT = "foreign_short"
    FOREIGN_SEAL = "foreign_seal"
    FOREIGN_TWICE = "foreign_twice"
    FOREIGN_NONE = "foreign_none"
    SEAL_NUMBER = "seal_number"
    SEAL_EARLY = "seal_early"
    SEAL_NOT_ISSUED = "seal_not_issued"
    SEAL_USED = "seal_used"
    SEAL_ON_TABLE = "seal_on_table"
    SEALS_MISSING = "seals_missing"
    SEAL_RANGE = "seal_range"
    SEAL_RANGE_TWICE = "seal_range_twice"
    REASON_MISSING = "reason_missing"
    ENVELOPE_REOPEN = "envelope_reopen"
    NOT_SEALED = "not_sealed"
    SHIPMENT_UNKNOWN = "shipment_unknown"
    SHIPMENT_EMPTY = "shipment_empty"
    SHIPMENT_UNSEALED = "shipment_unsealed"
    SHIPMENT_TWICE = "shipment_twice"
    SHIPMENT_GIVEN = "shipment_given"
    SHIPMENT_PLACE = "shipment_place"
    SHIPMENT_SEVERAL = "shipment_several"
    SHIPMENT_STRAY = "shipment_stray"
    SHIPMENT_OPENED = "shipment_opened"
    SHIPMENT_GONE = "shipment_gone"

    # -- custody
    CUSTODY_UNKNOWN_PACKAGE = "custody_unknown_package"
    CUSTODY_DISPUTED = "custody_disputed"
    CUSTODY_CHAIN_BROKEN = "custody_chain_broken"
    CUSTODY_NOT_HOLDER = "custody_not_holder"
    CUSTODY_OTHER_RECEIVER = "custody_other_receiver"
    CUSTODY_HALF = "custody_half"
    CUSTODY_REFUSED = "custody_refused"
    CUSTODY_SEAL_DIFFERS = "custody_seal_differs"
    CUSTODY_DAMAGED = "custody_damaged"
    CUSTODY_WRONG_DESTINATION = "custody_wrong_destination"
    CUSTODY_OTHER_LIST = "custody_other_list"
    CUSTODY_SIGNER = "custody_signer"
    CUSTODY_WITNESS_DISAGREES = "custody_witness_disagrees"
    CUSTODY_INCIDENT = "custody_incident"
    CUSTODY_CORRECTED = "custody_corrected"
    SIGNER_UNKNOWN_DEVICE = "signer_unknown_device"
    SIGNER_NOT_ASSIGNED = "signer_not_assigned"
    SIGNER_NOT_ALLOWED = "signer_not_allowed"
    SIGNER_OUTSIDE_AREA = "signer_outside_area"
    SIGNER_EXPIRED = "signer_expired"
    SIGNER_REVOKED = "signer_revoked"
    SIGNER_FORKED = "signer_forked"
    SIGNER_LETTER_TWICE = "signer_letter_twice"
    SIGNER_NO_PERSON = "signer_no_person"
    SIGNER_GAP = "signer_gap"

    # -- the log as it is published, and what keeps it
    LOG_WRITER = "log_writer"
    LOG_RELEASE = "log_release"
    LOG_MIRROR = "log_mirror"
    LOG_KEY_ALONE = "log_key_alone"
    LOG_KEY_BROKEN = "log_key_broken"
    LOG_KEY_MISSING = "log_key_missing"
    LOG_SMALLER = "log_smaller"
    LOG_FORK = "log_fork"
    LOG_BEHIND_WITNESS = "log_behind_witness"
    LOG_SIGNER_GONE = "log_signer_gone"
    LOG_DISK = "log_disk"
    LOG_FOLDER = "log_folder"
    LOG_REWRITTEN = "log_rewritten"
    LOG_GAP = "log_gap"
    LOG_LATE = "log_late"
    LOG_UNWITNESSED = "log_unwitnessed"
    LOG_NO_POLICY = "log_no_policy"
    LOG_POLICY = "log_policy"
    LOG_WITNESS_SILENT = "log_witness_silent"
    LOG_WITNESS_REFUSES = "log_witness_refuses"
    LOG_SPLIT = "log_split"
    LOG_RESTORED = "log_restored"
    LOG_STOPPED = "log_stopped"
    LOG_KEY_MODE = "log_key_mode"
    COSIGNATURE_UNREADABLE = "cosignature_unreadable"
    COSIGNATURE_UNKNOWN = "cosignature_unknown"
    COSIGNATURE_SIZE = "cosignature_size"
    COSIGNATURE_OTHER = "cosignature_other"
    DISK_LOW = "disk_low"
    DISK_READ_ONLY = "disk_read_only"
    DATABASE_AWAY = "database_away"
    DATABASE_BROKEN = "database_broken"
    SCHEMA_OLD = "schema_old"
    CLOCK_OFF = "clock_off"
    QUARANTINE_OPEN = "quarantine_open"
    BACKUP_BROKEN = "backup_broken"
    BACKUP_NEWER = "backup_newer"
    HOME_NOT_EMPTY = "home_not_empty"

    # -- paper
    DOCUMENT_UNKNOWN = "document_unknown"
    NO_PACKAGES = "no_packages"
    NUMBER_PATTERN = "number_pattern"
    LABEL_SIZE = "label_size"
    EMBLEM_FILE = "emblem_file"
    LAYOUT_FILE = "layout_file"
    LAYOUT_PLACEHOLDER = "layout_placeholder"
    RECORD_UNKNOWN = "record_unknown"

    # -- the published log, its witnesses and its verifier
    LOG_FOLDER_MISSING = "log_folder_missing"
    LOG_UNREADABLE = "log_unreadable"
    LOG_UNREACHABLE = "log_unreachable"
    LOG_FILE_TOO_LARGE = "log_file_too_large"
    LOG_NO_CHECKPOINT = "log_no_checkpoint"
    LOG_TOKEN_EMPTY = "log_token_empty"
    POLICY_UNREADABLE = "policy_unreadable"
    POLICY_OTHER_LOG = "policy_other_log"
    NOTE_UNREADABLE = "note_unreadable"
    NOTE_UNTRUSTED = "note_untrusted"
    NOTE_SPOILED = "note_spoiled"
    NOTE_STRANGER = "note_stranger"
    QUORUM_MISSING = "quorum_missing"
    ABOUT_CHANGED = "about_changed"
    ABOUT_KEYS = "about_keys"
    TILE_CHANGED = "tile_changed"
    TILE_MISSING = "tile_missing"
    BUNDLE_CHANGED = "bundle_changed"
    BUNDLE_BROKEN = "bundle_broken"
    BUNDLE_MISSING = "bundle_missing"
    ROOT_DIFFERS = "root_differs"
    OLDER_DIFFERS = "older_differs"
    LOG_CUT = "log_cut"
    SEEN_DIFFERS = "seen_differs"
    ENTRY_UNREADABLE = "entry_unreadable"
    ENTRY_SCOPE = "entry_scope"
    ENTRY_TWICE = "entry_twice"
    ENTRY_SIGNATURE = "entry_signature"
    ENTRY_COUNTERSIGNATURE = "entry_countersignature"
    ENTRY_KEY_UNKNOWN = "entry_key_unknown"
    ENTRY_BODY = "entry_body"
    DESK_KEY_ROOT = "desk_key_root"
    DESK_KEY_UNSIGNED = "desk_key_unsigned"
    CHAIN_GAP = "chain_gap"
    CHAIN_FORK = "chain_fork"
    CHAIN_BROKEN = "chain_broken"
    LINK_MISSING = "link_missing"
    LIST_CHANGED = "list_changed"
    LIST_MISSING = "list_missing"
    STATES_UNREADABLE = "states_unreadable"
    STATES_NONE = "states_none"
    STATE_DIFFERS = "state_differs"
    STATE_STRANGER = "state_stranger"
    STATE_MISSING = "state_missing"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_SIGNATURE = "phone_signature"
    PHONE_WAITING = "phone_waiting"
    RECEIPT_SIGNATURE = "receipt_signature"
    RECEIPT_ELSEWHERE = "receipt_elsewhere"
    RECEIPT_BROKEN = "receipt_broken"
    FINGERPRINT_FORM = "fingerprint_form"
    PROOF_UNREADABLE = "proof_unreadable"
    PROOF_NO_FACT = "proof_no_fact"
    MIRROR_FORK = "mirror_fork"
    MIRROR_BROKEN = "mirror_broken"
    WITNESS_NO_KEY = "witness_no_key"
    WITNESS_NAMED = "witness_named"
    WITNESS_NAME_NEEDED = "witness_name_needed"
    WITNESS_NO_LOG = "witness_no_log"
    WITNESS_TWICE = "witness_twice"
    WITNESS_PROMISE_LOST = "witness_promise_lost"
    WITNESS_PORT = "witness_port"


WARNINGS = frozenset(
    {
        Code.ABOVE_CAP,
        Code.CODE_NAME,
        Code.POINT_OUTSIDE,
        Code.REGION_PARENT,
        Code.SHEET_NO_ROWS,
        Code.SHEET_SKIPPED,
        Code.SUBTOTAL_DIFFERS,
        Code.SUM_DIFFERS,
        Code.TPS_POINT,
        Code.VOTERS_COLUMN,
        Code.VOTERS_UNSET,
        Code.BALANCE_COUNTED,
    }
)
"""Problems that are told but do not keep a row out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the facts to find and mend it."""

    code: Code
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class Refused(Exception):
    """This request cannot go on; the problem says why and what to do now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value, dict(problem.facts))
        self.problem = problem


def refuse(code: Code, **facts: Fact) -> Refused:
    """Return the exception to raise for `code`: `raise refuse(Code.FILE_EMPTY, file=name)`."""
    return Refused(Problem(code, facts))
