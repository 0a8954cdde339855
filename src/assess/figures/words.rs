use crate::assess::wording::Wording;
use crate::value::Gap;

/// Why the other deals of a group cannot be told, as the end of "`lookalikes` …".
pub fn in_group(words: Wording, gap: Gap) -> &'static str {
    match gap {
        Gap::Crowded => words.pick("has more deals than each can be compared with", "所在分组商机过多,无法逐一比较"),
        _ => words.pick("hangs on another deal of which a value is missing", "取决于数据缺失的其他商机"),
    }
}
