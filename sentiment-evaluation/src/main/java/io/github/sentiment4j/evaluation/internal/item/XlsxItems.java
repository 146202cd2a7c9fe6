package io.github.sentiment4j.evaluation.internal.item;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** Rows of a sheet under its first row that is not empty; empty rows are skipped. */
final class XlsxItems implements Items {
  private final String file;
  private final ReadableWorkbook workbook;
  private final Stream<Row> stream;
  private final Iterator<Row> rows;
  private final List<String> header;
  private long line;

  /**
   * Opens a sheet.
   *
   * @param sheet the name of the sheet; empty for the first one
   */
  XlsxItems(DataStream in, String sheet) throws IOException {
    this.file = in.name();
    try {
      this.workbook =
          in.file().isPresent()
              ? new ReadableWorkbook(in.file().get().toFile())
              : new ReadableWorkbook(in.bytes());
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    } finally {
      in.close();
    }
    try {
      this.stream = find(sheet).openStream();
      this.rows = stream.iterator();
      this.header = row().map(row -> cells(row, row.getCellCount())).orElse(List.of());
    } catch (SentimentException e) {
      workbook.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      workbook.close();
      throw unreadable(e);
    }
  }

  private Sheet find(String sheet) {
    if (sheet.isEmpty()) {
      return workbook.getFirstSheet();
    }
    return workbook
        .findSheet(sheet)
        .orElseThrow(
            () ->
                InvalidData.of(
                    file,
                    "expected a sheet \""
                        + sheet
                        + "\", found only "
                        + InvalidData.list(workbook.getSheets().map(Sheet::getName).toList())));
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public Optional<Item> next() {
    return row()
        .map(row -> new TableItem(header, cells(row, header.size()), "row " + row.getRowNum()));
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public boolean ready() {
    return true;
  }

  private Optional<Row> row() {
    try {
      while (rows.hasNext()) {
        Row row = rows.next();
        line = row.getRowNum();
        if (cells(row, row.getCellCount()).stream().anyMatch(cell -> !cell.isEmpty())) {
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static List<String> cells(Row row, int count) {
    return IntStream.range(0, count)
        .mapToObj(column -> row.getOptionalCell(column).map(XlsxItems::text).orElse(""))
        .toList();
  }

  private static String text(Cell cell) {
    return cell.getType() == CellType.NUMBER
        ? cell.asNumber().stripTrailingZeros().toPlainString()
        : cell.getText().strip();
  }

  private SentimentException unreadable(Exception e) {
    return InvalidData.of(
        file,
        "expected a workbook of Excel 2007 or later, found something that cannot be read ("
            + e.getMessage()
            + "); save it as .xlsx again");
  }

  @Override
  public void close() throws IOException {
    stream.close();
    workbook.close();
  }
}
