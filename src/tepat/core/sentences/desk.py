"""What a person typed, the scope they work in, and their rights."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.TEXT_UNREADABLE: Sentence(
        "Isian {field} memuat tanda yang tidak dapat disimpan. Ketik ulang isiannya, jangan ditempel dari aplikasi lain.",
        "Field {field} holds a character that cannot be stored. Type it again instead of pasting it from another program.",
    ),
    Code.TEXT_TOO_LONG: Sentence(
        "Isian {field} terlalu panjang: paling banyak {limit} huruf. Persingkat, lalu kirim lagi.",
        "Field {field} is too long: at most {limit} characters. Shorten it and send it again.",
    ),
    Code.NUMBER_WITHIN: Sentence(
        "Isian {column} berisi \u201c{value}\u201d. Tulis bilangan bulat dari {least} sampai {most}.",
        "Field {column} has \u201c{value}\u201d. Write a whole number from {least} to {most}.",
    ),
    Code.VALUE_UNFIT: Sentence(
        "Salah satu isian tidak dapat disimpan karena angkanya terlalu besar atau hurufnya tidak terbaca. Tidak ada yang diubah; periksa isiannya, lalu kirim lagi.",
        "One of the fields cannot be stored, because its number is too large or its text unreadable. Nothing was changed; check what was filled in and send it again.",
    ),
    Code.DATE_WANTED: Sentence(
        "{column}: {value} bukan tanggal yang dapat dipakai. Tulis tanggal antara tahun {first} dan {last}.",
        "{column}: {value} is not a date that can be used. Give a date between the years {first} and {last}.",
    ),
    Code.SCOPE_UNKNOWN: Sentence(
        "Kabupaten {kabupaten} belum punya pemilihan di sini. Impor daftar TPS dulu: tepat election import FILE --election KODE --kabupaten {kabupaten}.",
        "Kabupaten {kabupaten} has no election here yet. Import its TPS list first: tepat election import FILE --election CODE --kabupaten {kabupaten}.",
    ),
    Code.SCOPE_AMBIGUOUS: Sentence(
        "Kabupaten {kabupaten} punya lebih dari satu pemilihan: {choices}. Sebutkan salah satu dengan --election.",
        "Kabupaten {kabupaten} has more than one election: {choices}. Name one with --election.",
    ),
    Code.NOT_ALLOWED: Sentence(
        "Peran Anda tidak boleh melakukan ini di {area}. Yang boleh: {who}. Minta salah satu dari "
        "mereka; peran diatur di Petugas.",
        "Your role may not do this in {area}. Who may: {who}.",
    ),
    Code.POINT_OF_ALL: Sentence(
        "Titik {area} dipakai semua pemilihan, sedangkan peran Anda hanya untuk satu pemilihan. Minta {who} yang memegang semua pemilihan.",
        "The point of {area} serves all elections, and your role is for one election only. Ask a {who} who holds all elections.",
    ),
    Code.AREA_OUTSIDE: Sentence(
        "Wilayah {area} bukan bagian dari kabupaten {kabupaten}. Peran di sana diberikan oleh pengelola akun kabupatennya.",
        "Area {area} is not in kabupaten {kabupaten}. A role there is given by the administrator of its own kabupaten.",
    ),
    Code.AREA_TOO_WIDE: Sentence(
        "Wilayah {area} terlalu luas untuk peran {role}. Pilih kecamatan atau desa tempat orang itu bertugas.",
        "Area {area} is too wide for the role {role}. Choose the kecamatan or desa in which the person works.",
    ),
    Code.LAST_MANAGER: Sentence(
        "{name} pengelola akun terakhir lembaganya di {area}. Beri peran yang sama kepada orang lain dulu, baru cabut yang ini.",
        "{name} is the last administrator of the own agency in {area}. Give the same role to somebody else first, then take this one back.",
    ),
    Code.PERSON_UNKNOWN: Sentence(
        "Akun {name} tidak ada di {area}. Buat akunnya dulu di halaman Petugas.",
        "There is no account {name} in {area}. Make it first on the page People.",
    ),
    Code.PERSON_ELSEWHERE: Sentence(
        "{name} juga bertugas di luar {area}, jadi kata sandinya tidak dapat dibuat ulang di sini. Minta pengelola akun di atasnya.",
        "{name} also works outside {area}, so the password cannot be remade here. Ask the administrator above.",
    ),
    Code.BEYOND_OWN_ROLES: Sentence(
        "Anda mengelola akun di {area} hanya untuk pemilihan Anda sendiri, sedangkan {name} menyangkut pemilihan lain. Minta pengelola akun {area} yang memegang semua pemilihan.",
        "You manage accounts in {area} for your own election only, and {name} concerns another one. Ask the administrator of {area} who holds all elections.",
    ),
    Code.OTHER_AGENCY: Sentence(
        "{name} urusan {agency}: akun dan perannya hanya dikelola kepala {agency} di {area}. Minta kepadanya. Bila kepala itu sendiri kehilangan kata sandi, operator server membuatnya ulang.",
        "{name} is {agency}'s concern: accounts and roles there are kept by the head of {agency} in {area} only. Ask that person. Where the head lost the password, the server's operator remakes it.",
    ),
    Code.TWO_AGENCIES: Sentence(
        "{name} sudah bertugas untuk {agency}, dan dalam satu pemilihan seseorang bertugas untuk satu lembaga saja. Minta kepala {agency} mencabut perannya dulu, lalu undang orang itu dengan akun baru.",
        "{name} already serves {agency}, and in one election a person serves one agency only. Ask the head of {agency} to take the role back first, then invite the person to a new account.",
    ),
    Code.ROLE_WANTED: Sentence(
        "Peran untuk {name} belum lengkap. Tulis --role dan --area, atau --new-password saja bila hanya kata sandinya hilang.",
        "The role for {name} is not complete. Give --role and --area, or --new-password alone where only the password is lost.",
    ),
    Code.ACCOUNT_UNKNOWN: Sentence(
        "Akun {name} tidak ada di pemasangan ini. Buat dengan --role dan --area, atau periksa ejaannya.",
        "There is no account {name} in this installation. Make it with --role and --area, or check the spelling.",
    ),
    Code.DEMO_OPEN: Sentence(
        "Alamat {host} terbuka bagi jaringan, sedangkan {names} masih memakai sandi contoh yang diketahui umum. Ganti sandi mereka dulu, atau setel TEPAT_DEMO_OPEN=1 bila jaringan ini khusus untuk latihan.",
        "Address {host} is open to a network, while {names} still have the demo password that everybody knows. Change their passwords first, or set TEPAT_DEMO_OPEN=1 where the network is there for training only.",
    ),
}
