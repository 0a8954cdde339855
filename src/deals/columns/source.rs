use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use arrow_ipc::reader::FileReader;
use arrow_ipc::reader::StreamReader;
use arrow_schema::DataType;
use arrow_schema::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::deals::columns::Batches;
use crate::deals::columns::bounds;
use crate::deals::columns::pieces::Pieces;
use crate::deals::row::DEEPEST;

/// A file that is open.
pub(super) struct Opened {
    /// The names of all columns.
    pub(super) header: Vec<String>,
    /// The places of the columns that the batches hold.
    pub(super) places: Vec<usize>,
    pub(super) batches: Batches,
}

/// Opens a Parquet file.
pub(super) fn parquet(file: Pieces, batch: usize, choose: impl Fn(&SchemaRef) -> Vec<usize>) -> Result<Opened, String> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
    let schema = builder.schema().clone();
    let places = choose(&schema);
    shallow(&schema)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().copied());
    let batches = builder.with_projection(mask).with_batch_size(batch).build().map_err(|error| error.to_string())?;
    Ok(Opened { header: header(&schema), places, batches: Box::new(batches) })
}

/// Opens an Arrow IPC file: one with a table of contents at its end, or a stream.
pub(super) fn arrow(mut file: Pieces, choose: impl Fn(&SchemaRef) -> Vec<usize>) -> Result<Opened, String> {
    let mut mark = [0; 6];
    let whole = file.read_exact(&mut mark).is_ok() && &mark == b"ARROW1";
    if mark.starts_with(b"FEA1") {
        return Err("it is of the first version of Feather, which is not read".to_owned());
    }
    let mut begin = || file.seek(SeekFrom::Start(0)).map_err(|error| error.to_string());
    begin()?;
    bounds::check(&file, whole)?;
    let (schema, places, batches): (SchemaRef, Vec<usize>, Batches) = if whole {
        let schema = FileReader::try_new(file.clone(), None).map_err(|error| error.to_string())?.schema();
        let places = choose(&schema);
        let reader = FileReader::try_new_buffered(file, Some(places.clone())).map_err(|error| error.to_string())?;
        (schema, places, Box::new(reader))
    } else {
        let reader = StreamReader::try_new(BufReader::new(file.clone()), None).map_err(|error| error.to_string())?;
        let schema = reader.schema();
        let places = choose(&schema);
        let reader = StreamReader::try_new_buffered(file, Some(places.clone())).map_err(|error| error.to_string())?;
        (schema, places, Box::new(reader))
    };
    shallow(&schema)?;
    Ok(Opened { header: header(&schema), places, batches })
}

fn header(schema: &SchemaRef) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().trim().to_owned()).collect()
}

/// Refuses columns that nest deeper than documents may.
fn shallow(schema: &SchemaRef) -> Result<(), String> {
    let deep = schema.fields().iter().find(|field| depth(field.data_type()) > DEEPEST);
    deep.map_or(Ok(()), |field| Err(format!("`{}` nests more than {DEEPEST} levels deep", field.name())))
}

fn depth(ty: &DataType) -> usize {
    match ty {
        DataType::Struct(fields) => 1 + fields.iter().map(|field| depth(field.data_type())).max().unwrap_or(0),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => 1 + depth(field.data_type()),
        DataType::Dictionary(_, values) => 1 + depth(values),
        DataType::RunEndEncoded(_, values) => 1 + depth(values.data_type()),
        _ => 1,
    }
}
