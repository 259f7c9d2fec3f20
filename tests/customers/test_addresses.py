import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.customers.addresses import person_key

ONE_PERSON = (
    "Ann.Lee@Bücher.example",
    "ann.lee@xn--bcher-kva.example",
    " ANN.LEE+wire@bücher.example. ",
    "\uff21nn.Lee+a+b@BÜCHER.example",
)


def test_spellings_of_one_mailbox_share_a_key():
    assert {person_key(spelling) for spelling in ONE_PERSON} == {"ann.lee@xn--bcher-kva.example"}


@pytest.mark.parametrize("other", ["annlee@bücher.example", "ann.lee@buecher.example", "ann.lee@"])
def test_other_mailboxes_do_not(other):
    assert person_key(other) != person_key(ONE_PERSON[0])


def test_dots_mean_nothing_where_the_provider_says_so():
    assert person_key("a.n.n+x@googlemail.com") == person_key("ann@gmail.com")
    assert person_key("a.n.n@bank.example") != person_key("ann@bank.example")


def test_a_plus_in_front_of_everything_stays():
    assert person_key("+tag@bank.example") == "+tag@bank.example"


@given(st.text(max_size=300))
def test_a_key_can_be_made_of_anything(text):
    assert person_key(person_key(text)) == person_key(text)
